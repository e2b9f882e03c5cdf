package dev.launcho.core.admin;

import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.reconcile.Preview;
import dev.launcho.core.reconcile.Snapshot;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.Template;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The use cases of secrets. No value is ever in a message. Thread-safe. */
record SecretCases(Control control, Requests requests, TargetCases targets) {
    List<String> names() {
        try {
            return control.secrets().keySet().stream().sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    String value(String name) throws Refused {
        Map<String, String> all = requests.ask(control::secrets);
        if (!all.containsKey(name)) {
            throw unknown(name, all);
        }
        return all.get(name);
    }

    private static Refused unknown(String name, Map<String, String> all) {
        String known = all.isEmpty() ? "none" : String.join(", ", all.keySet());
        return new Refused(Refused.Code.NOT_FOUND, "there is no secret \"" + name + "\"; there are: " + known);
    }

    PlanView plan(String name, String value) throws Refused {
        check(name, value);
        Preview preview = requests.ask(() -> control.previewSecret(name, value));
        return targets.report(preview, control.snapshot().intent().target());
    }

    Change set(String name, String value, Author author) throws Refused {
        check(name, value);
        Change change = requests.change(() -> control.secret(name, value, Requests.who(author)));
        requests.audit(author, change.changed() ? "set secret " + name : "set secret " + name + " to the value it had");
        return change;
    }

    private static void check(String name, String value) throws Refused {
        if (!Template.isName(name)) {
            throw new Refused(
                    Refused.Code.INVALID,
                    "\"" + name + "\" can't be the name of a secret: letters, digits, _ . and - are allowed");
        }
        if (value.indexOf('\0') >= 0) {
            throw new Refused(Refused.Code.INVALID, "the value of " + name + " has a NUL character");
        }
    }

    Change remove(String name, Author author) throws Refused {
        value(name);
        Snapshot s = control.snapshot();
        List<String> users =
                TargetReader.read("target", s.intent().text()).references().users(name);
        if (!users.isEmpty()) {
            throw new Refused(
                    Refused.Code.CONFLICT,
                    "secret " + name + " is used by " + String.join(", ", users) + "; take it out of the target first");
        }
        if (!requests.ask(() -> control.removeSecret(name))) {
            throw new Refused(
                    Refused.Code.CONFLICT,
                    "secret " + name + " is also in launcho-config.yaml on the server; remove it there");
        }
        requests.audit(author, "removed secret " + name);
        return new Change(s.intent().revision(), true, List.of(), List.of());
    }
}

package dev.launcho.core.admin;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.event.UserAction.Operation;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.spec.SecretTemplate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The use cases of secrets. No message ever has a value. Thread-safe. */
record SecretCases(ReconcilerControl control, RequestGateway requests, TargetCases targets) {
    List<String> names() throws RequestRefused {
        return requests.ask(control::secrets).keySet().stream().sorted().toList();
    }

    String value(String name) throws RequestRefused {
        Map<String, String> all = requests.ask(control::secrets);
        if (!all.containsKey(name)) {
            throw unknown(name, all);
        }
        return all.get(name);
    }

    private static RequestRefused unknown(String name, Map<String, String> all) {
        String known = all.isEmpty() ? "none" : String.join(", ", all.keySet());
        return new RequestRefused(
                RequestRefused.Code.NOT_FOUND, "there is no secret \"" + name + "\"; there are: " + known);
    }

    ChangePreview plan(String name, String value) throws RequestRefused {
        check(name, value);
        ChangePreview preview = requests.ask(() -> control.previewSecret(name, value));
        return targets.report(preview, control.snapshot().intent().target());
    }

    ChangeResult set(String name, String value, OptionalLong expected, ChangeAuthor author) throws RequestRefused {
        check(name, value);
        UserAction set = UserAction.of(Operation.SECRET_SET, name);
        ChangeResult change = requests.change(author, set, () -> control.secret(name, value, expected, author));
        requests.audit(author, set.made(change.changed() ? change.revision() : 0, change.changed()));
        return change;
    }

    private static void check(String name, String value) throws RequestRefused {
        if (!SecretTemplate.isName(name)) {
            throw new RequestRefused(
                    RequestRefused.Code.INVALID,
                    "\"" + name + "\" can't be the name of a secret: letters, digits, _ . and - are allowed");
        }
        if (value.indexOf('\0') >= 0) {
            throw new RequestRefused(RequestRefused.Code.INVALID, "the value of " + name + " has a NUL character");
        }
    }

    ChangeResult remove(String name, OptionalLong expected, ChangeAuthor author) throws RequestRefused {
        value(name);
        UserAction removed = UserAction.of(Operation.SECRET_REMOVED, name);
        ChangeResult change = requests.change(author, removed, () -> control.removeSecret(name, expected));
        requests.audit(author, removed);
        return change;
    }
}

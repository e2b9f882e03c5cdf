package dev.launcho.core.admin;

import dev.launcho.core.admin.Operations.Author;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.reconcile.Changed;
import dev.launcho.core.reconcile.Control;
import dev.launcho.core.reconcile.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The use cases of processes and their instances. Thread-safe. */
record ProcessCases(Control control, Requests requests) {
    Change restart(String name, Author author) throws Refused {
        Snapshot s = control.snapshot();
        Requests.Asking<Changed> restart;
        if (s.intent().target().process(name).isPresent()) {
            restart = () -> control.restartProcess(name);
        } else {
            Instance instance = instance(s, name);
            restart = () -> control.restartInstance(instance);
        }
        return change(author, "restarted " + name, restart);
    }

    Change pause(String process, Author author) throws Refused {
        known(process);
        return change(author, "paused the rollout of " + process, () -> control.pause(process, Requests.who(author)));
    }

    Change resume(String process, Author author) throws Refused {
        known(process);
        return change(author, "resumed the rollout of " + process, () -> control.resume(process, Requests.who(author)));
    }

    Change clearBackoff(String process, Author author) throws Refused {
        known(process);
        return change(
                author,
                "cleared the back-off of " + process,
                () -> control.clearBackoff(process, Requests.who(author)));
    }

    private Change change(Author author, String what, Requests.Asking<Changed> asking) throws Refused {
        Change change = requests.change(asking);
        requests.audit(author, what);
        return change;
    }

    private void known(String process) throws Refused {
        if (control.snapshot().intent().target().process(process).isEmpty()) {
            throw new Refused(
                    Refused.Code.NOT_FOUND,
                    "there is no process \"" + process + "\" in the target; there are: " + String.join(", ", names()));
        }
    }

    /** Of those that are in the target, and of those that are not any more but not gone either. */
    List<String> names() {
        Snapshot s = control.snapshot();
        TreeSet<String> names = new TreeSet<>(s.states().keySet());
        s.intent().target().processes().forEach(p -> names.add(p.name()));
        return List.copyOf(names);
    }

    boolean isThere(InstanceId id) {
        return control.snapshot().states().values().stream()
                .anyMatch(p -> p.instance(id).isPresent());
    }

    /** @param name a process's, an instance's, or how that of one instance begins @return of the process */
    static String process(Snapshot s, String name) throws Refused {
        return s.desired().containsKey(name) ? name : instance(s, name).process();
    }

    private static Instance instance(Snapshot s, String name) throws Refused {
        List<Instance> matching = s.states().values().stream()
                .flatMap(p -> p.instances().stream())
                .filter(i -> i.id().name().startsWith(name) && !name.isEmpty())
                .toList();
        Optional<Instance> exact =
                matching.stream().filter(i -> i.id().name().equals(name)).findFirst();
        if (exact.isPresent() || matching.size() == 1) {
            return exact.orElseGet(() -> matching.get(0));
        }
        if (matching.isEmpty() && s.intent().target().service(name).isPresent()) {
            throw new Refused(Refused.Code.NOT_FOUND, "\"" + name + "\" is a service; " + receivers(s, name));
        }
        List<String> known = matching.isEmpty()
                ? s.states().keySet().stream().sorted().toList()
                : matching.stream().map(i -> i.id().name()).toList();
        throw new Refused(
                Refused.Code.NOT_FOUND,
                (matching.isEmpty() ? "there is no process or instance \"" : "more than one instance begins with \"")
                        + name + "\"; there are: " + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /** What takes the connections of a service, for someone who asked the service itself. */
    private static String receivers(Snapshot s, String service) {
        List<String> names = s.intent().target().processes().stream()
                .filter(process -> process.receives().contains(service))
                .map(ProcessSpec::name)
                .toList();
        return names.isEmpty()
                ? "no process receives it"
                : "ask what receives it: " + String.join(", ", names) + " (`launcho status` has its connections)";
    }
}

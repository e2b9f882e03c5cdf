package dev.launcho.core.admin;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.event.UserAction.Operation;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The use cases of processes and their instances. Thread-safe. */
record ProcessCases(ReconcilerControl control, RequestGateway requests) {
    ChangeResult restart(String name, ChangeAuthor author) throws RequestRefused {
        ReconcilerSnapshot s = control.snapshot();
        RequestGateway.Asking<ChangeResult> restart;
        if (s.intent().target().process(name).isPresent()) {
            restart = () -> control.restartProcess(name);
        } else {
            Instance instance = instance(s, name);
            restart = () -> control.restartInstance(instance);
        }
        return change(author, UserAction.of(Operation.RESTARTED, name), restart);
    }

    ChangeResult pause(String process, ChangeAuthor author) throws RequestRefused {
        known(process);
        return change(author, UserAction.of(Operation.PAUSED, process), () -> control.pause(process, author));
    }

    ChangeResult resume(String process, ChangeAuthor author) throws RequestRefused {
        known(process);
        return change(author, UserAction.of(Operation.RESUMED, process), () -> control.resume(process, author));
    }

    ChangeResult clearBackoff(String process, ChangeAuthor author) throws RequestRefused {
        known(process);
        return change(
                author, UserAction.of(Operation.BACKOFF_CLEARED, process), () -> control.clearBackoff(process, author));
    }

    private ChangeResult change(ChangeAuthor author, UserAction what, RequestGateway.Asking<ChangeResult> asking)
            throws RequestRefused {
        ChangeResult change = requests.change(author, what, asking);
        requests.audit(author, what);
        return change;
    }

    private void known(String process) throws RequestRefused {
        if (control.snapshot().intent().target().process(process).isEmpty()) {
            throw new RequestRefused(
                    RequestRefused.Code.NOT_FOUND,
                    "there is no process \"" + process + "\" in the target; there are: " + String.join(", ", names()));
        }
    }

    /** Returns the names of the processes that are in the target or have not yet gone. */
    List<String> names() {
        ReconcilerSnapshot s = control.snapshot();
        TreeSet<String> names = new TreeSet<>(s.states().keySet());
        s.intent().target().processes().forEach(p -> names.add(p.name()));
        return List.copyOf(names);
    }

    boolean isThere(InstanceId id) {
        return control.snapshot().states().values().stream()
                .anyMatch(p -> p.instance(id).isPresent());
    }

    /**
     * Returns the name of the process that a user means.
     *
     * @param name of the process, or of an instance, or a unique prefix of that
     */
    static String process(ReconcilerSnapshot s, String name) throws RequestRefused {
        return s.desired().containsKey(name) ? name : instance(s, name).process();
    }

    private static Instance instance(ReconcilerSnapshot s, String name) throws RequestRefused {
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
            throw new RequestRefused(
                    RequestRefused.Code.NOT_FOUND, "\"" + name + "\" is a service; " + receivers(s, name));
        }
        List<String> known = matching.isEmpty()
                ? s.states().keySet().stream().sorted().toList()
                : matching.stream().map(i -> i.id().name()).toList();
        throw new RequestRefused(
                RequestRefused.Code.NOT_FOUND,
                (matching.isEmpty() ? "there is no process or instance \"" : "more than one instance begins with \"")
                        + name + "\"; there are: " + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /** Returns which processes receive a service, for a user who named the service instead of a process. */
    private static String receivers(ReconcilerSnapshot s, String service) {
        List<String> names = s.intent().target().processes().stream()
                .filter(process -> process.receives().contains(service))
                .map(ProcessSpec::name)
                .toList();
        return names.isEmpty()
                ? "no process receives it"
                : "ask what receives it: " + String.join(", ", names) + " (`launcho status` has its connections)";
    }
}

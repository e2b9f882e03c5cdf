package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.StatusView.Instance;
import dev.launcho.core.admin.StatusView.Process;
import dev.launcho.core.admin.StatusView.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The part of a status that a name means: a process, an instance or the beginning of its name, or a service. */
public final class StatusFilter {
    private StatusFilter() {}

    /**
     * Returns the part of a status.
     *
     * @throws Failure if nothing has this name
     */
    public static StatusView only(StatusView s, String name) throws Failure {
        List<Process> processes = new ArrayList<>(
                s.processes().stream().filter(p -> p.name().equals(name)).toList());
        List<Service> services =
                s.services().stream().filter(v -> v.name().equals(name)).toList();
        if (processes.isEmpty() && services.isEmpty()) {
            for (Process p : s.processes()) {
                List<Instance> some = p.instances().stream()
                        .filter(i -> i.id().startsWith(name))
                        .toList();
                if (!some.isEmpty()) {
                    processes.add(new Process(p.name(), p.state(), p.ready(), p.wanted(), p.detail(), some));
                }
            }
        }
        List<StatusView.Ended> ended = s.ended().stream()
                .filter(e -> e.process().equals(name) || e.id().startsWith(name))
                .toList();
        if (processes.isEmpty() && services.isEmpty() && ended.isEmpty()) {
            throw unknown(s, name);
        }
        return new StatusView(
                s.version(),
                s.startedAt(),
                s.revision(),
                s.revisionAt(),
                s.revisionBy(),
                processes,
                services,
                s.events().stream().filter(e -> e.subject().equals(name)).toList(),
                ended);
    }

    private static Failure unknown(StatusView s, String name) {
        Set<String> known = new TreeSet<>();
        s.processes().forEach(p -> known.add(p.name()));
        s.services().forEach(v -> known.add(v.name()));
        return new Failure(
                ExitCode.NOT_FOUND,
                "there is no process, instance or service \"" + name + "\"",
                known.isEmpty() ? "nothing runs there" : "there are: " + String.join(", ", known));
    }
}

package dev.launcho.cli.server.notify;

import dev.launcho.core.admin.StatusView;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether processes are well, as a status shows them. Immutable. */
final class ProcessWellness implements Predicate<String> {
    private static final Set<String> WELL = Set.of("ok", "completed");

    private final Map<String, StatusView.Process> processes;

    ProcessWellness(StatusView view) {
        this.processes = view.processes().stream()
                .collect(Collectors.toMap(StatusView.Process::name, Function.identity(), (one, other) -> one));
    }

    /** Returns whether a process is well, or is there no longer. */
    @Override
    public boolean test(String name) {
        StatusView.Process process = processes.get(name);
        return process == null
                || WELL.contains(process.state()) && process.failing().isEmpty();
    }
}

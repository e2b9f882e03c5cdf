package dev.launcho.core.admin;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.InstanceEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The instances that have ended: those whose logs are kept, and the last few of each present process even if they wrote
 * no log. Their events hold how they ended.
 */
record EndedInstances(LogSpool logs, EventLog events) {
    private static final Exit UNKNOWN = Exit.of(Exit.Stage.COMMAND, -1);

    /** Returns the ended instances by process, and those of a process in the order of their starts. */
    List<StatusView.Ended> of(ReconcilerSnapshot snapshot) {
        Map<InstanceId, InstanceEnd> ends = new LinkedHashMap<>();
        events.ends().forEach(end -> ends.put(end.instance(), end));
        Map<String, List<StatusView.Ended>> byProcess = new TreeMap<>();
        Set<InstanceId> logged = new HashSet<>();
        for (LogSpool.Entry log : logs.all()) {
            logged.add(log.instance());
            add(byProcess, ended(log, ends.get(log.instance())));
        }
        Set<String> known = new HashSet<>(snapshot.states().keySet());
        snapshot.intent().target().processes().forEach(p -> known.add(p.name()));
        ends.values().stream()
                .filter(end -> known.contains(end.process()) && !logged.contains(end.instance()))
                .forEach(end -> add(byProcess, ended(end.process(), end)));
        List<StatusView.Ended> all = new ArrayList<>();
        byProcess.forEach((process, some) -> {
            some.removeIf(ended -> isThere(snapshot, new InstanceId(ended.id())));
            some.sort(Comparator.comparingLong(ended -> new InstanceId(ended.id()).number()));
            int last = some.size() - LogSpool.KEPT;
            for (int n = 0; n < some.size(); n++) {
                if (n >= last || logged.contains(new InstanceId(some.get(n).id()))) {
                    all.add(some.get(n));
                }
            }
        });
        return all;
    }

    private static void add(Map<String, List<StatusView.Ended>> byProcess, StatusView.Ended ended) {
        byProcess.computeIfAbsent(ended.process(), p -> new ArrayList<>()).add(ended);
    }

    private static boolean isThere(ReconcilerSnapshot snapshot, InstanceId id) {
        return snapshot.states().values().stream().anyMatch(s -> s.instance(id).isPresent());
    }

    private static StatusView.Ended ended(LogSpool.Entry log, @Nullable InstanceEnd end) {
        return end == null
                ? new StatusView.Ended(log.process(), log.instance().name(), written(log), UNKNOWN.describe())
                : ended(log.process(), end);
    }

    private static StatusView.Ended ended(String process, InstanceEnd end) {
        return new StatusView.Ended(
                process, end.instance().name(), end.at(), end.exit().describe());
    }

    private static Instant written(LogSpool.Entry log) {
        try {
            return Files.getLastModifiedTime(log.file()).toInstant();
        } catch (IOException gone) {
            return Instant.EPOCH;
        }
    }
}

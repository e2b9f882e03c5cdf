package dev.launcho.core.store;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.model.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ends of instances, kept for longer than events in memory. For each process there are the 32 youngest ended instances,
 * which are more than its kept logs. Only the 1 000 processes with the latest ends are kept. Not thread-safe.
 */
final class InstanceEnds {
    private static final int OF_A_PROCESS = 32;
    private static final int PROCESSES = 1_000;

    private final Map<String, TreeMap<InstanceId, InstanceEnd>> byProcess = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TreeMap<InstanceId, InstanceEnd>> eldest) {
            return size() > PROCESSES;
        }
    };

    void add(Event event) {
        event.kind().end().ifPresent(fact -> add(event.subject(), event.at(), fact));
    }

    private void add(String process, Instant at, EventKind.InstanceEnded fact) {
        TreeMap<InstanceId, InstanceEnd> ends = byProcess.computeIfAbsent(
                process,
                p -> new TreeMap<>(
                        Comparator.comparingLong(InstanceId::number).thenComparing(Comparator.naturalOrder())));
        ends.put(fact.instance(), new InstanceEnd(process, fact.instance(), at, fact.exit()));
        if (ends.size() > OF_A_PROCESS) {
            ends.pollFirstEntry();
        }
    }

    /** Returns all ends; those of a process by the age of its instances, oldest first. */
    List<InstanceEnd> all() {
        List<InstanceEnd> all = new ArrayList<>();
        byProcess.values().forEach(ends -> all.addAll(ends.values()));
        return all;
    }
}

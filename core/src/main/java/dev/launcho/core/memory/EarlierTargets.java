package dev.launcho.core.memory;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.store.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The targets of the kept revisions, each read at most once. An object serves one query, on the reconciler's thread. */
public final class EarlierTargets {
    /** Most texts that are read: a large one takes tens of milliseconds. Two targets that alternate count as two. */
    private static final int DISTINCT_TEXTS = 20;

    private final PersistedState memory;
    private final BiFunction<String, String, TargetReading> reader;
    private final List<Revision.Head> heads;
    private final Map<Long, String> texts = new HashMap<>();
    private final Map<String, Map<String, ProcessSpec>> targets = new HashMap<>();

    public EarlierTargets(PersistedState memory, BiFunction<String, String, TargetReading> reader) {
        this.memory = memory;
        this.reader = reader;
        this.heads = new ArrayList<>(memory.history());
        Collections.reverse(heads);
    }

    /** Returns the kept revisions, newest first. */
    public List<Revision.Head> heads() {
        return heads;
    }

    /** Returns a process as a revision had it, if that is among the newest distinct targets or the live one, however old. */
    public Optional<ProcessSpec> process(Revision.Head head, String process) {
        String text = texts.computeIfAbsent(
                head.number(), n -> memory.revision(n).map(Revision::target).orElse(""));
        boolean isLive = memory.state().process(process).liveRevision() == head.number();
        if (!isLive && !targets.containsKey(text) && targets.size() >= DISTINCT_TEXTS) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                targets.computeIfAbsent(text, t -> parse(head.number(), t)).get(process));
    }

    /** Processes by name. */
    private Map<String, ProcessSpec> parse(long number, String text) {
        TargetReading reading = reader.apply("revision " + number, text);
        Map<String, ProcessSpec> processes = new HashMap<>();
        if (reading.valid()) {
            reading.target().processes().forEach(process -> processes.put(process.name(), process));
        }
        return processes;
    }
}

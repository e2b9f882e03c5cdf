package dev.launcho.core.intent;

import dev.launcho.core.memory.EarlierTargets;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.spec.VersionHash;
import dev.launcho.core.store.Revision;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The number of the revision in which a process's text was last written, for processes that refer to secrets or once did.
 * That number is part of the version, so that a reference and a literal never have the same version. The reconciler's
 * thread only.
 */
public final class TextRevisions {
    private final PersistedState memory;
    private final BiFunction<String, String, TargetReading> reader;

    public TextRevisions(PersistedState memory, BiFunction<String, String, TargetReading> reader) {
        this.memory = memory;
        this.reader = reader;
    }

    /** @param number of the revision that {@code next} will be */
    public Map<String, Long> of(Intent before, Target next, long number) {
        boolean forgotten = before.revision() == 0 && memory.state().revision() > 0;
        if (forgotten) {
            // The last revision is lost or not valid here: running instances are taken to have the same text.
            return memory.revision(memory.state().revision())
                    .map(r -> r.head().written())
                    .orElse(Map.of());
        }
        EarlierTargets earlier = new EarlierTargets(memory, reader);
        Map<String, Long> written = new TreeMap<>();
        for (ProcessSpec process : next.processes()) {
            written(before, process, number, earlier).ifPresent(revision -> written.put(process.name(), revision));
        }
        return written;
    }

    private Optional<Long> written(Intent before, ProcessSpec next, long number, EarlierTargets earlier) {
        Optional<Long> current = Optional.ofNullable(before.written().get(next.name()));
        Optional<ProcessSpec> old = before.process(next.name()).map(Intent.Process::template);
        if (old.map(o -> VersionHash.isSameText(o, next)).orElse(false)) {
            return current;
        }
        boolean counts = refers(next)
                || old.map(TextRevisions::refers).orElseGet(() -> referred(next.name(), earlier))
                || earlier.heads().stream().anyMatch(head -> head.written().containsKey(next.name()));
        if (!counts && current.isEmpty()) {
            return Optional.empty();
        }
        // The text returns to one that instances may still run: these are not replaced.
        boolean isNew = old.isEmpty();
        for (Revision.Head head : earlier.heads()) {
            Optional<Long> then = Optional.ofNullable(head.written().get(next.name()));
            Optional<ProcessSpec> text = earlier.process(head, next.name());
            if (text.map(t -> VersionHash.isSameText(t, next)).orElse(false) && !isShared(then, next, earlier)) {
                return then;
            }
            isNew &= text.isEmpty();
        }
        // A new process can collide with no earlier text. Without a number, its version survives the loss of the
        // history.
        return isNew ? Optional.empty() : Optional.of(number);
    }

    /**
     * Returns whether another text with the same number may be equal once secrets are resolved: not every text has a number
     * of its own. While no secret was set, no instance was started from a text that refers to one.
     */
    private static boolean isShared(Optional<Long> number, ProcessSpec text, EarlierTargets earlier) {
        return earlier.heads().stream()
                .filter(head ->
                        Optional.ofNullable(head.written().get(text.name())).equals(number))
                .anyMatch(head -> earlier.process(head, text.name())
                        .filter(other -> refers(text) || !head.secrets().isEmpty() && refers(other))
                        .map(other -> !VersionHash.isSameText(text, other) && TemplateMatch.mayBeEqual(text, other))
                        .orElse(false));
    }

    /** Returns whether a process that is not in the current target referred to secrets in an earlier one. */
    private static boolean referred(String process, EarlierTargets earlier) {
        return earlier.heads().stream()
                .filter(head -> !head.secrets().isEmpty())
                .anyMatch(head -> earlier.process(head, process)
                        .map(TextRevisions::refers)
                        .orElse(false));
    }

    static boolean refers(ProcessSpec template) {
        return SpecTexts.of(template).entrySet().stream()
                .anyMatch(text -> SpecTexts.isTemplate(text.getKey()) && TemplateMatch.refers(text.getValue()));
    }
}

package dev.launcho.core.intent;

import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.FieldChange;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The effect of a change on one process or service.
 *
 * @param how in words: {@code rolling, 2 instances}
 * @param fields keys that differ
 * @param causes one line each: {@code secret DB_URL changed}, {@code env.PORT "1" → "2"}
 * @param connections that are now open to instances that leave, or to a service that is removed or moves; 0 until they are
 *     counted
 * @param drain longest time that these may stay open; zero if none has to end
 */
public record PlannedChange(
        String name,
        Effect effect,
        String how,
        List<FieldChange> fields,
        List<String> causes,
        long connections,
        Duration drain) {
    public PlannedChange {
        fields = List.copyOf(fields);
        causes = List.copyOf(causes);
    }

    /** @param why the cause if no key differs; else empty */
    PlannedChange(String name, Effect effect, String how, List<FieldChange> fields, String why) {
        this(name, effect, how, fields, causes(fields, why), 0, Duration.ZERO);
    }

    public PlannedChange with(long open, Duration longest) {
        return new PlannedChange(name, effect, how, fields, causes, open, longest);
    }

    /** Kinds of change. */
    public enum Effect {
        ADDED,
        /** The instances are replaced by new ones. */
        REPLACED,
        /** The process or service is changed in place: nothing is replaced. */
        ADJUSTED,
        /** A service that listens on another address. */
        MOVED,
        /** The process can't start until a secret or a resource is there; running instances stay. */
        WAITING,
        /** The process no longer waits for a secret or a resource. */
        RELEASED,
        REMOVED,
        /** An effect that only a later server knows; no server of this version makes it. */
        UNKNOWN;

        /** Returns the word for programs: {@code added}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static List<String> causes(List<FieldChange> fields, String why) {
        return Stream.concat(fields.stream().map(FieldChange::cause), Stream.of(why))
                .filter(cause -> !cause.isEmpty())
                .distinct()
                .toList();
    }

    AffectedSubject subject(AffectedSubject.Kind kind) {
        String because = causes.isEmpty() ? "" : " (" + String.join("; ", causes) + ")";
        return new AffectedSubject(kind, name, effect.word(), how + because);
    }
}

package dev.launcho.core.reconcile;

import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of one process or service.
 *
 * @param how in words: {@code rolling, 2 instances}
 * @param fields keys that are different, the causes of it
 * @param why the cause where no key is different; else empty
 */
public record Change(String name, Effect effect, String how, List<FieldChange> fields, String why) {
    public Change {
        fields = List.copyOf(fields);
    }

    /** Kinds of change. */
    public enum Effect {
        ADDED,
        /** Its instances are replaced by new ones. */
        REPLACED,
        /** In place: nothing is replaced. */
        ADJUSTED,
        /** A service that listens elsewhere. */
        MOVED,
        /** It can't be started until something is there; what runs, runs on. */
        WAITING,
        /** What it waited for is there. */
        RELEASED,
        REMOVED
    }

    /** Why, each once: {@code env.PORT "1" → "2"}, {@code secret DB_URL changed}. */
    public List<String> causes() {
        return Stream.concat(fields.stream().map(FieldChange::cause), Stream.of(why))
                .filter(cause -> !cause.isEmpty())
                .distinct()
                .toList();
    }

    /** {@code rolling, 2 instances (secret DB_URL changed)}. */
    String line() {
        List<String> causes = causes();
        return how + (causes.isEmpty() ? "" : " (" + String.join("; ", causes) + ")");
    }
}

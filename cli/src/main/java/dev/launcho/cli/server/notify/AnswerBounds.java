package dev.launcho.cli.server.notify;

import java.util.Map;
import java.util.Optional;

/** The bounds that the JVM sets to an answer's headers. Only newer ones have any. Pure. */
public final class AnswerBounds {
    /** The first update of a release that has {@code jdk.http.maxHeaderSize}, of October 2024; later releases have it from the start. */
    private static final Map<Integer, Integer> FIRST = Map.of(17, 13, 21, 5, 23, 1);

    private static final int NEWEST_WITHOUT = 23;

    private AnswerBounds() {}

    /** Returns a notice for a JVM that reads headers without end, so that a receiver could use up its memory. */
    public static Optional<String> notice(Runtime.Version version) {
        int feature = version.feature();
        boolean bounded =
                feature > NEWEST_WITHOUT || version.update() >= FIRST.getOrDefault(feature, Integer.MAX_VALUE);
        return bounded
                ? Optional.empty()
                : Optional.of("server.notify: Java " + version
                        + " reads headers of an answer without end, so that a bad receiver"
                        + " could end the server: use 17.0.13, 21.0.5 or a later one");
    }
}

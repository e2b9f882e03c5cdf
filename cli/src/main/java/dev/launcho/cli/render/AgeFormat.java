package dev.launcho.cli.render;

import java.time.Duration;
import java.time.Instant;

/** Durations as people say them: one unit, rounded down. */
public final class AgeFormat {
    private AgeFormat() {}

    /** Returns {@code 12d}, {@code 4h}, {@code 3m} or {@code 45s}; {@code 0s} if the clock is behind. */
    public static String since(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + "m";
        }
        if (seconds < 2 * 86400) {
            return seconds / 3600 + "h";
        }
        return seconds / 86400 + "d";
    }
}

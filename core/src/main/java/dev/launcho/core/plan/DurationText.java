package dev.launcho.core.plan;

import java.time.Duration;

/** Durations as a target writes them. */
final class DurationText {
    private DurationText() {}

    static String text(Duration d) {
        long ms = d.toMillis();
        if (ms % 60_000 == 0 && ms > 0) {
            return ms / 60_000 + "m";
        }
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }
}

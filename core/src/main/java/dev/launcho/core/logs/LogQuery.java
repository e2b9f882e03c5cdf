package dev.launcho.core.logs;

import java.time.Instant;
import java.util.Map;

/**
 * A selection of lines from logs.
 *
 * @param tail number of last lines, of all logs together; negative = all
 * @param since only lines written then or later; {@link Instant#MIN} = all
 * @param grep only lines that contain a match of this regular expression; empty = all
 * @param follow whether to continue as the logs grow
 * @param from the offset at which to continue in each log, by the number at the end of its instance's name. Then
 *     {@code tail} and {@code since} are ignored, and a log that is not in the map began later
 */
public record LogQuery(int tail, Instant since, String grep, boolean follow, Map<Long, Long> from) {
    public static final LogQuery ALL = new LogQuery(-1, Instant.MIN, "", false, Map.of());

    public LogQuery {
        from = Map.copyOf(from);
    }

    public LogQuery withTail(int lines) {
        return new LogQuery(lines, since, grep, follow, from);
    }

    public LogQuery withSince(Instant when) {
        return new LogQuery(tail, when, grep, follow, from);
    }

    public LogQuery withGrep(String pattern) {
        return new LogQuery(tail, since, pattern, follow, from);
    }

    public LogQuery following(boolean on) {
        return new LogQuery(tail, since, grep, on, from);
    }

    public LogQuery from(Map<Long, Long> positions) {
        return new LogQuery(tail, since, grep, follow, positions);
    }
}

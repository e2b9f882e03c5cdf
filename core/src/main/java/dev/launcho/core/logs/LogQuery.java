package dev.launcho.core.logs;

import java.time.Instant;
import java.util.Map;

/**
 * Which lines of some logs.
 *
 * @param tail only so many last lines, of all together; negative = all
 * @param since only what was written then or later; {@link Instant#MIN} = all
 * @param grep only lines in which this regular expression is found; empty = all
 * @param follow goes on as the logs grow
 * @param from where to go on in each log, by the number at the end of its instance's name; then {@code tail} and
 *     {@code since} mean nothing, and a log that is not in here is one that came later
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

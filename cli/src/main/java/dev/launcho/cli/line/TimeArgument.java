package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in time as users type it: how long ago ({@code 90s}, {@code 5m}, {@code 1h30m}, {@code 2d}), or RFC 3339. */
public final class TimeArgument {
    private static final Pattern PIECE = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private TimeArgument() {}

    /** @param text empty = {@link Instant#MIN} */
    public static Instant parse(String option, String text, Instant now) throws Failure {
        if (text.isEmpty()) {
            return Instant.MIN;
        }
        if (text.matches("(" + PIECE.pattern() + ")+")) {
            Duration ago = Duration.ZERO;
            Matcher pieces = PIECE.matcher(text);
            while (pieces.find()) {
                ago = ago.plus(UNITS.get(pieces.group(2)).multipliedBy(Long.parseLong(pieces.group(1))));
            }
            return now.minus(ago);
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    option + " \"" + text + "\" is neither a time ago such as 5m, 90s or 2d, nor one like "
                            + "2026-01-31T12:00:00Z");
        }
    }
}

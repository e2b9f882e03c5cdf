package dev.launcho.cli.server.auth;

import dev.launcho.core.text.DurationFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parser of expiry times: {@code 90d}, {@code 12h30m}, {@code 2027-01-31} (in UTC), an instant, or {@code never}. */
public final class TokenExpiry {
    /** Later is a mistake in typing, and times beyond some 292 million years have no milliseconds. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Pattern DAYS = Pattern.compile("([0-9]{1,5})d(.*)");

    private TokenExpiry() {}

    /**
     * Returns the instant of expiry; {@link Instant#MAX} for never, and for an empty text.
     *
     * @return empty if it can't be read, or is after the year 9999
     */
    public static Optional<Instant> parse(String text, Instant now) {
        if (text.isEmpty() || text.equals("never")) {
            return Optional.of(Instant.MAX);
        }
        Optional<Duration> duration = duration(text);
        if (duration.isPresent()) {
            return duration.map(now::plus);
        }
        try {
            Instant moment = text.length() == "2027-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
            return moment.isAfter(LATEST) ? Optional.empty() : Optional.of(moment);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(String text) {
        Matcher days = DAYS.matcher(text);
        if (!days.matches()) {
            return DurationFormat.parse(text);
        }
        Duration whole = Duration.ofDays(Integer.parseInt(days.group(1)));
        return days.group(2).isEmpty()
                ? Optional.of(whole)
                : DurationFormat.parse(days.group(2)).map(whole::plus);
    }
}

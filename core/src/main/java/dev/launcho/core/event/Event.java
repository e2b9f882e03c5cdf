package dev.launcho.core.event;

import java.time.Instant;
import java.util.Locale;

/**
 * An event of the server.
 *
 * @param sequence counted up from 1
 * @param subject process, instance or service; {@code server} for the server itself
 * @param message one line, for people: programs read {@code kind}
 */
public record Event(long sequence, Instant at, Severity severity, String subject, String message, EventKind kind) {
    /** An event that only its sentence describes. */
    public Event(long sequence, Instant at, Severity severity, String subject, String message) {
        this(sequence, at, severity, subject, message, EventKind.OTHER);
    }

    /** The importance of an event. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR;

        /** Returns the word for programs: {@code warning}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

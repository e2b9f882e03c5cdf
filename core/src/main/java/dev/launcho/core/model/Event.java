package dev.launcho.core.model;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param sequence counted up from 1
 * @param subject process, instance or service; {@code server} for the server itself
 * @param message one line
 */
public record Event(long sequence, Instant at, Severity severity, String subject, String message) {
    /** How much it matters. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}

package dev.launcho.core.admin;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param sequence counted up from 1, without gaps, over the server's life on this home
 * @param severity {@code info}, {@code warning}, {@code error}
 * @param subject process, instance, service or {@code server}
 * @param message one line
 */
public record EventView(long sequence, Instant at, String severity, String subject, String message) {}

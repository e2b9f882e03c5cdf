package dev.launcho.cli.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The session of a web page, which stands for the token with which its user logged in. Times are nanoseconds of a ticker.
 *
 * @param id SHA-256 of its cookie in hex; not secret itself
 * @param keyHash SHA-256 of its page's key in hex
 * @param begun when its user logged in
 * @param used when its last request came
 * @param opened when its window for changes was opened last
 * @param changesUntil the end of that window, by the clock, for people; {@link Instant#EPOCH} if it was closed again, or never opened
 */
record PageSession(
        String id, String keyHash, TokenIdentity token, long begun, long used, long opened, Instant changesUntil) {
    /** A session ends when it was not used for so long. */
    static final Duration IDLE = Duration.ofHours(12);
    /** A session ends so long after its login, even if it is used. */
    static final Duration LONGEST = Duration.ofDays(7);

    static PageSession begin(SessionSecrets secrets, TokenIdentity token, long now) {
        return new PageSession(secrets.id(), secrets.keyHash(), token, now, now, now, Instant.EPOCH);
    }

    boolean isOver(long now) {
        return now - used >= IDLE.toNanos() || now - begun >= LONGEST.toNanos();
    }

    boolean mayChange(long now) {
        return !changesUntil.equals(Instant.EPOCH) && now - opened < PageSessions.WINDOW.toNanos();
    }

    /** Returns the end of the window for changes; empty if none is open. */
    Optional<Instant> window(long now) {
        return mayChange(now) ? Optional.of(changesUntil) : Optional.empty();
    }

    PageSession usedAt(long now) {
        return new PageSession(id, keyHash, token, begun, now, opened, changesUntil);
    }

    PageSession withWindow(long now, Instant end) {
        return new PageSession(id, keyHash, token, begun, used, now, end);
    }

    /** Compares ids in constant time. */
    boolean hasId(String other) {
        return same(id, other);
    }

    /** Returns whether a request came with both secrets of this session. In constant time. */
    boolean isOf(SessionSecrets secrets) {
        return hasId(secrets.id()) & same(keyHash, secrets.keyHash());
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}

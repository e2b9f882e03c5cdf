package dev.launcho.cli.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The session of a web page, which stands for the token with which its user logged in.
 *
 * @param id SHA-256 of its cookie in hex; not secret itself
 * @param keyHash SHA-256 of its page's key in hex
 * @param used when its last request came
 * @param changesUntil the end of its window for changes; {@link Instant#EPOCH} if it has none
 */
record PageSession(String id, String keyHash, TokenIdentity token, Instant used, Instant changesUntil) {
    /** A session ends when it was not used for so long. */
    static final Duration IDLE = Duration.ofHours(12);

    boolean isIdle(Instant now) {
        return !now.isBefore(used.plus(IDLE));
    }

    boolean mayChange(Instant now) {
        return now.isBefore(changesUntil);
    }

    /** Returns the end of the window for changes; empty if none is open. */
    Optional<Instant> window(Instant now) {
        return mayChange(now) ? Optional.of(changesUntil) : Optional.empty();
    }

    PageSession usedAt(Instant now) {
        return new PageSession(id, keyHash, token, now, changesUntil);
    }

    PageSession mayChangeUntil(Instant end) {
        return new PageSession(id, keyHash, token, used, end);
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

package dev.launcho.cli.server.auth;

import java.time.Instant;

/**
 * The last use of a token.
 *
 * @param from the client's address
 */
public record TokenUse(Instant at, String from) {
    static final TokenUse NEVER = new TokenUse(Instant.EPOCH, "");
}

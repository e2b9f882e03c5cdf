package dev.launcho.cli.protocol;

import java.time.Instant;

/**
 * A view of a token, without its value.
 *
 * @param role {@code read} or {@code admin}
 * @param builtIn whether it is one of the two tokens of the server's auth file
 * @param by the user who made it; empty for a built-in token
 * @param created {@link Instant#EPOCH} for a built-in token
 * @param expires {@link Instant#EPOCH} if the token does not expire
 * @param isExpired whether the token has expired
 * @param lastUsed to within a minute; {@link Instant#EPOCH} if that is not known
 * @param lastFrom the address that the token was last used from
 */
public record TokenView(
        String name,
        String role,
        boolean builtIn,
        String by,
        Instant created,
        Instant expires,
        boolean isExpired,
        Instant lastUsed,
        String lastFrom) {}

package dev.launcho.cli.server.auth;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A token that a user has made.
 *
 * @param hash SHA-256 of the token in hex; a slow hash would add nothing, since the token has 256 random bits
 * @param by the user who made it
 * @param makers names of the tokens from the server's own one to the token with which this one was made; each made the next.
 *     They stay when a token among them is revoked
 * @param expires {@link Instant#MAX} if the token does not expire
 */
public record NamedToken(
        String name, Role role, String hash, String by, List<String> makers, Instant created, Instant expires) {
    /** The most tokens of which each made the next, so that the file stays small. */
    public static final int MOST_MAKERS = 16;

    public NamedToken {
        makers = List.copyOf(makers);
    }

    /** The access that a token gives. */
    public enum Role {
        READ(Access.READ),
        ADMIN(Access.CHANGE);

        private final Access access;

        Role(Access access) {
            this.access = access;
        }

        Access access() {
            return access;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Role> of(String word) {
            for (Role role : values()) {
                if (role.word().equals(word)) {
                    return Optional.of(role);
                }
            }
            return Optional.empty();
        }
    }

    public static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }

    Admission admission() {
        return Admission.to(role.access(), name, expires);
    }

    /** Returns whether this token exists because of a token of that name, directly or by others. */
    public boolean descendsFrom(String other) {
        return makers.contains(other);
    }

    /** Returns the token with which this one was made; empty if that is not known. */
    String maker() {
        return makers.isEmpty() ? "" : makers.get(makers.size() - 1);
    }

    NamedToken withMakers(List<String> those) {
        return new NamedToken(name, role, hash, by, those, created, expires);
    }

    /** Compares hashes in constant time. */
    boolean hasHash(String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    JsonObject json() {
        return Json.object(
                "name",
                name,
                "role",
                role.word(),
                "hash",
                hash,
                "by",
                by,
                "with",
                maker(),
                "makers",
                Json.strings(makers),
                "created",
                created.toString(),
                "expires",
                expires.equals(Instant.MAX) ? "" : expires.toString());
    }

    /** Reads a token; empty if {@code json} has no valid one. An older file has only the last of its makers. */
    static Optional<NamedToken> read(JsonObject json) {
        String expires = Json.string(json, "expires");
        return Role.of(Json.string(json, "role"))
                .map(role -> new NamedToken(
                        Json.string(json, "name"),
                        role,
                        Json.string(json, "hash"),
                        Json.string(json, "by"),
                        json.has("makers") ? Json.strings(json, "makers") : List.of(Json.string(json, "with")),
                        Json.instant(json, "created"),
                        expires.isEmpty() ? Instant.MAX : Json.instant(json, "expires")))
                .filter(token -> !token.name.isEmpty() && token.hash.matches("[0-9a-f]{64}"));
    }
}

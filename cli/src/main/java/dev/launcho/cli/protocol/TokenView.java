package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
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
        String lastFrom) {

    public static JsonObject write(TokenView token) {
        return Json.object(
                "name", token.name,
                "role", token.role,
                "built_in", token.builtIn,
                "by", token.by,
                "created", text(token.created),
                "expires", text(token.expires),
                "expired", token.isExpired,
                "last_used", text(token.lastUsed),
                "last_from", token.lastFrom);
    }

    public static TokenView read(JsonObject json) {
        return new TokenView(
                Json.string(json, "name"),
                Json.string(json, "role"),
                json.getBoolean("built_in"),
                Json.string(json, "by"),
                Json.instant(json, "created"),
                Json.instant(json, "expires"),
                json.getBoolean("expired"),
                Json.instant(json, "last_used"),
                Json.string(json, "last_from"));
    }

    private static String text(Instant at) {
        return at.equals(Instant.EPOCH) ? "" : at.toString();
    }
}

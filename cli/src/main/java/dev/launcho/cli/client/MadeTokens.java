package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.util.List;

/**
 * The tokens that were made with a token that is no longer valid, directly or by others.
 *
 * @param valid names of those that are still valid
 * @param revoked names of those that were revoked with it
 * @param revocable whether the server can revoke them with it; an older one ignores that
 */
public record MadeTokens(List<String> valid, List<String> revoked, boolean revocable) {
    public MadeTokens {
        valid = List.copyOf(valid);
        revoked = List.copyOf(revoked);
    }

    static MadeTokens read(JsonObject json) {
        // They become arguments of commands that a user copies.
        return new MadeTokens(
                ServerText.names(Json.strings(json, "made")),
                ServerText.names(Json.strings(json, "also_revoked")),
                json.has("also_revoked"));
    }
}

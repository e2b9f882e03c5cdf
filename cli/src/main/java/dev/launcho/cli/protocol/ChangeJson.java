package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.Operations.Change;

/** The answer to everything that changes what runs. */
public final class ChangeJson {
    private ChangeJson() {}

    public static JsonObject write(Change change) {
        return Json.object(
                "revision", change.revision(),
                "changed", change.changed(),
                "notices", Json.strings(change.notices()),
                "affected", Json.strings(change.affected()));
    }

    public static Change read(JsonObject json) {
        return new Change(
                json.getLong("revision"),
                json.getBoolean("changed"),
                Json.strings(json, "notices"),
                Json.strings(json, "affected"));
    }
}

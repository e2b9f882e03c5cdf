package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.admin.EventView;

/** One event, in {@code GET /v1/events} and in the status. */
public final class EventJson {
    private EventJson() {}

    public static JsonObject write(EventView event) {
        return Json.object(
                "sequence", event.sequence(),
                "at", event.at().toString(),
                "severity", event.severity(),
                "subject", event.subject(),
                "message", event.message());
    }

    public static EventView read(JsonObject json) {
        return new EventView(
                json.getLong("sequence"),
                Json.instant(json, "at"),
                Json.string(json, "severity"),
                Json.string(json, "subject"),
                Json.string(json, "message"));
    }
}

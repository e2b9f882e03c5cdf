package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.store.EventFacts;
import java.util.Map;

/** One event, in {@code GET /v1/events} and in the status. Older servers do not send {@code kind}. */
public final class EventJson {
    private EventJson() {}

    public static JsonObject write(Event event) {
        JsonObject json = Json.object(
                "sequence", event.sequence(),
                "at", event.at().toString(),
                "severity", event.severity().word(),
                "subject", event.subject(),
                "message", event.message());
        Map<String, Object> facts = EventFacts.of(event.kind());
        if (!facts.isEmpty()) {
            json.put("kind", facts);
        }
        return json;
    }

    public static Event read(JsonObject json) {
        return new Event(
                json.getLong("sequence"),
                Json.instant(json, "at"),
                Json.constant(json, "severity", Event.Severity.WARNING),
                Json.string(json, "subject"),
                Json.string(json, "message"),
                json.has("kind") ? new EventKind.Recorded(json.getObject("kind", new JsonObject())) : EventKind.OTHER);
    }
}

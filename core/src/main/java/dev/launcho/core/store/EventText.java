package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.model.InstanceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event as a line of {@code events.jsonl}. The member {@code kind} is newer than the others. A line without it
 * is an event that only its sentence describes.
 */
final class EventText {
    private EventText() {}

    /** Returns the line, without a line end. */
    static String write(Event e) {
        JsonStringWriter json = JsonWriter.string()
                .object()
                .value("n", e.sequence())
                .value("at", e.at().toString())
                .value("severity", e.severity().name())
                .value("subject", e.subject())
                .value("message", e.message());
        Map<String, Object> facts = EventFacts.of(e.kind());
        return (facts.isEmpty() ? json : json.object("kind", facts)).end().done();
    }

    /** Returns the event of a line; empty if the line is damaged. */
    static Optional<Event> read(String line) {
        try {
            JsonObject o = JsonParser.object().from(line);
            return Optional.of(new Event(
                    o.getLong("n"),
                    Instant.parse(o.getString("at")),
                    Event.Severity.valueOf(o.getString("severity")),
                    o.getString("subject"),
                    o.getString("message"),
                    kind(o.get("kind"))));
        } catch (JsonParserException | RuntimeException damaged) {
            return Optional.empty();
        }
    }

    private static EventKind kind(Object member) {
        if (!(member instanceof JsonObject o)) {
            return EventKind.OTHER;
        }
        if (!EventFacts.INSTANCE_ENDED.equals(o.getString("name"))) {
            return new EventKind.Recorded(o);
        }
        try {
            return new EventKind.InstanceEnded(
                    new InstanceId(o.getString("instance", "")),
                    ExitText.read(o),
                    EventKind.InstanceEnded.Circumstance.valueOf(o.getString("circumstance")));
        } catch (RuntimeException ofALaterVersion) {
            return new EventKind.Recorded(o);
        }
    }
}

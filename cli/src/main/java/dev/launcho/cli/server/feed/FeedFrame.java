package dev.launcho.cli.server.feed;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.core.event.Event;
import java.nio.charset.StandardCharsets;

/** The text forms of what a stream of server-sent events carries (HTML Standard, 9.2.6). */
final class FeedFrame {
    /** A comment, which keeps the connection alive. */
    static final byte[] PING = bytes(": ping\n\n");

    private FeedFrame() {}

    static byte[] status(JsonObject status) {
        return bytes("event: status\ndata: " + Json.line(status) + "\n\n");
    }

    static byte[] event(Event event) {
        return bytes(
                "event: event\nid: " + event.sequence() + "\ndata: " + Json.line(RecordJson.write(event)) + "\n\n");
    }

    /** @param after the last event that the page has seen; those from there to {@code next} are not kept any more */
    static byte[] gap(long after, long next) {
        return bytes("event: gap\ndata: " + Json.line(Json.object("after", after, "next", next)) + "\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

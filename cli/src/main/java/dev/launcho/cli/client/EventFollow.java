package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.core.event.Event;
import java.io.IOException;
import java.time.Duration;

/**
 * A follower of a server's events, across broken connections and restarts of the server. Each event comes once, in order; what
 * the server no longer had when the follower came back is counted. One thread.
 */
public final class EventFollow {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AdminClient client;
    private long after;

    /** @param after the sequence number of the last known event */
    public EventFollow(AdminClient client, long after) {
        this.client = client;
        this.after = after;
    }

    /** A consumer of events. */
    public interface Sink {
        /** @throws IOException if the output has no reader any more */
        void accept(Event event) throws IOException;

        /** Takes the number of events that the server no longer has, before the event that follows them. */
        void missing(long count) throws IOException;
    }

    /**
     * Passes events on for ever.
     *
     * @param broken runs once for each outage, when the server becomes unreachable; the follower then tries again
     */
    public void run(Sink sink, Runnable broken) throws Failure, IOException {
        boolean told = false;
        while (true) {
            try (RolloutLines lines = client.watch(after)) {
                told = false;
                while (true) {
                    take(lines.next(), sink);
                }
            } catch (Failure e) {
                if (!e.isPassing()) {
                    throw e;
                }
            }
            if (!told) {
                told = true;
                broken.run();
            }
            PollInterval.of(PAUSE);
        }
    }

    private void take(JsonObject json, Sink sink) throws IOException {
        if (json.has("sequence")) {
            Event event = RecordJson.read(Event.class, json);
            if (event.sequence() <= after) {
                return; // A server sends no event twice.
            }
            if (event.sequence() > after + 1) {
                sink.missing(event.sequence() - after - 1);
            }
            sink.accept(event);
            after = event.sequence();
        }
    }
}

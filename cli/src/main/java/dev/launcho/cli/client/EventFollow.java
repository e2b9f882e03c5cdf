package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.EventJson;
import dev.launcho.core.admin.EventView;
import java.io.IOException;
import java.time.Duration;

/** Follows what happens, over broken connections and restarts of the server: each event once, in order. One thread. */
public final class EventFollow {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AdminClient client;
    private long after;

    /** @param after the sequence number of the last event that is known */
    public EventFollow(AdminClient client, long after) {
        this.client = client;
        this.after = after;
    }

    /** Takes what comes. */
    public interface Sink {
        /** @throws IOException when nobody reads any more */
        void accept(EventView event) throws IOException;
    }

    /**
     * Blocks for ever.
     *
     * @param broken is told, once for each time, that the server is not reachable and is tried again
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
                if (e.exit() != ExitCode.UNREACHABLE) {
                    throw e;
                }
            }
            if (!told) {
                told = true;
                broken.run();
            }
            Pause.of(PAUSE);
        }
    }

    private void take(JsonObject json, Sink sink) throws IOException {
        if (json.has("sequence")) {
            EventView event = EventJson.read(json);
            sink.accept(event);
            after = event.sequence();
        }
    }
}

package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A follower of a rollout to its end, across broken connections and restarts of the server. One thread. */
public final class RolloutWatch {
    private final AdminClient client;
    private final Duration patience;
    private final Duration pause;
    private int seen;
    private boolean broken;
    private long brokenSince;

    /**
     * @param patience how long to try to reconnect once the connection is broken
     * @param pause the wait between two tries
     */
    public RolloutWatch(AdminClient client, Duration patience, Duration pause) {
        this.client = client;
        this.patience = patience;
        this.pause = pause;
    }

    /** Blocks until the rollout has ended, and passes each step on once. */
    public RolloutProgress follow(long revision, Consumer<RolloutStep> steps, Runnable reconnecting) throws Failure {
        while (true) {
            try (RolloutLines lines = client.rollout(revision, seen)) {
                return read(lines, steps);
            } catch (Failure e) {
                if (!e.isPassing()) {
                    throw e;
                }
                waitForNextTry(e, reconnecting);
            } catch (IOException e) {
                throw new IllegalStateException("closing a socket failed", e);
            }
        }
    }

    private RolloutProgress read(RolloutLines lines, Consumer<RolloutStep> steps) throws Failure {
        while (true) {
            JsonObject json = lines.next();
            broken = false;
            if (json.has("outcome")) {
                return end(json);
            }
            if (json.has("message")) {
                seen++;
                steps.accept(RecordJson.read(RolloutStep.class, json));
            }
        }
    }

    private static RolloutProgress end(JsonObject json) throws Failure {
        try {
            return RecordJson.read(RolloutProgress.class, json);
        } catch (IllegalArgumentException e) { // A word of a newer server.
            throw new Failure(
                    ExitCode.FAILED,
                    "the rollout of revision " + json.getLong("revision")
                            + " ended in a way that this version of launcho does not know",
                    "look at `launcho target history`, or update launcho");
        }
    }

    private void waitForNextTry(Failure failure, Runnable reconnecting) throws Failure {
        if (!broken) {
            broken = true;
            brokenSince = System.nanoTime();
            reconnecting.run();
        }
        if (System.nanoTime() - brokenSince > patience.toNanos()) {
            throw failure;
        }
        PollInterval.of(pause);
    }
}

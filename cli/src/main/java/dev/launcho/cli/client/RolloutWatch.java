package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.RolloutJson;
import dev.launcho.core.admin.RolloutView;
import dev.launcho.core.admin.RolloutView.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a rollout to its end, over broken connections and restarts of the server. One thread. */
public final class RolloutWatch {
    private final AdminClient client;
    private final Duration patience;
    private final Duration pause;
    private int seen;

    /**
     * @param patience how long to try to come back once the connection is broken
     * @param pause between two tries
     */
    public RolloutWatch(AdminClient client, Duration patience, Duration pause) {
        this.client = client;
        this.patience = patience;
        this.pause = pause;
    }

    /** Blocks until it has ended; tells each step once. */
    public RolloutView follow(long revision, Consumer<Step> steps, Runnable reconnecting) throws Failure {
        long brokenSince = 0;
        boolean broken = false;
        while (true) {
            try (RolloutLines lines = client.rollout(revision, seen)) {
                broken = false;
                Optional<RolloutView> end = read(lines, steps);
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (Failure e) {
                if (e.exit() != ExitCode.UNREACHABLE) {
                    throw e;
                }
                if (!broken) {
                    broken = true;
                    brokenSince = System.nanoTime();
                    reconnecting.run();
                }
                if (System.nanoTime() - brokenSince > patience.toNanos()) {
                    throw e;
                }
            } catch (IOException e) {
                throw new IllegalStateException("closing a socket failed", e);
            }
            sleep();
        }
    }

    private Optional<RolloutView> read(RolloutLines lines, Consumer<Step> steps) throws Failure {
        for (Optional<JsonObject> line = lines.next(); line.isPresent(); line = lines.next()) {
            JsonObject json = line.get();
            if (RolloutJson.isEnd(json)) {
                return Optional.of(RolloutJson.readEnd(json));
            }
            if (RolloutJson.isStep(json)) {
                seen++;
                steps.accept(RolloutJson.readStep(json));
            }
        }
        return Optional.empty();
    }

    private void sleep() throws Failure {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.INTERRUPTED, "interrupted");
        }
    }
}

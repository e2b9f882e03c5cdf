package dev.launcho.cli.server;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RolloutJson;
import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.Operations.LogStream;
import dev.launcho.core.admin.Refused;
import dev.launcho.core.admin.RolloutView;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.RolloutStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/**
 * Answers that go on for as long as there is something to tell: at most {@value #MOST} at a time, so that workers are
 * left for everything else.
 */
final class StreamRoutes {
    private static final int MOST = 48;
    /** Bounds how long a worker stays behind when its client has left. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Somebody may have stopped their pager in the middle of a page. */
    private static final Duration READER_PATIENCE = Duration.ofHours(1);

    private final Operations operations;
    private final Semaphore streams = new Semaphore(MOST);

    StreamRoutes(Operations operations) {
        this.operations = operations;
    }

    /** Steps after the first {@code seen}, heartbeats, the end: a JSON object a line. */
    void rollout(Exchange exchange) throws HttpError, Refused, IOException {
        long revision = number(exchange.parameter("revision"));
        int seen = (int) Math.max(0, exchange.query("seen", 0));
        acquire();
        try {
            RolloutView view = operations.rollout(revision, seen, Duration.ZERO); // May refuse: before the first byte.
            OutputStream out = exchange.stream("application/x-ndjson", PATIENCE);
            long told = System.nanoTime();
            while (true) {
                for (RolloutStep step : view.steps()) {
                    line(out, RolloutJson.write(step));
                }
                seen += view.steps().size();
                if (view.outcome() != RolloutOutcome.RUNNING) {
                    line(out, RolloutJson.writeEnd(view));
                    return;
                }
                if (exchange.gone()) {
                    return;
                }
                if (!view.steps().isEmpty() || System.nanoTime() - told > HEARTBEAT_NANOS) {
                    told = System.nanoTime();
                    line(out, Json.object("at", Instant.now().toString()));
                }
                view = operations.rollout(revision, seen, POLL);
            }
        } finally {
            streams.release();
        }
    }

    /** The bytes of a log as they are, on and on if {@code follow=true}. */
    void logs(Exchange exchange) throws HttpError, Refused, IOException {
        int tail = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, exchange.query("tail", -1)));
        boolean follow = Boolean.parseBoolean(exchange.query("follow", "false"));
        acquire();
        try {
            LogStream log = operations.logs(exchange.parameter("name"), tail, follow);
            try (InputStream bytes = log.bytes()) {
                exchange.onGone(() -> close(bytes));
                exchange.stream("application/octet-stream", READER_PATIENCE, bytes);
            }
        } finally {
            streams.release();
        }
    }

    private void acquire() throws HttpError {
        if (!streams.tryAcquire()) {
            throw new HttpError(503, "busy", MOST + " logs and rollouts are being followed already, try again");
        }
    }

    private static long number(String text) throws HttpError {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw HttpError.badRequest("\"" + text + "\" is not a revision");
        }
    }

    private static void line(OutputStream out, JsonObject json) throws IOException {
        out.write((Json.line(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void close(InputStream bytes) {
        try {
            bytes.close();
        } catch (IOException e) {
            // It was only read from; the worker that reads it meets the same fault.
        }
    }
}

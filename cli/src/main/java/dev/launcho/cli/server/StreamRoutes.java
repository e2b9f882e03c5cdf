package dev.launcho.cli.server;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.EventJson;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.LogJson;
import dev.launcho.cli.protocol.RolloutJson;
import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.EventView;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.Operations.LogStream;
import dev.launcho.core.admin.Refused;
import dev.launcho.core.admin.RolloutView;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogPart;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.RolloutStep;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Answers that go on for as long as there is something to tell: at most {@value #MOST} at a time, so that workers are
 * left for everything else.
 */
final class StreamRoutes {
    private static final int MOST = 48;

    private static final int MOST_EVENTS = 1000;
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

    /** Events after the one with sequence number {@code after} as they happen, and heartbeats: a JSON object a line. */
    void events(Exchange exchange) throws HttpError, IOException {
        long after = exchange.query("after", 0);
        acquire();
        try {
            OutputStream out = exchange.stream("application/x-ndjson", PATIENCE);
            long told = System.nanoTime();
            while (!exchange.gone()) {
                List<EventView> events = operations.events(after, MOST_EVENTS, POLL);
                for (EventView event : events) {
                    line(out, EventJson.write(event));
                    after = event.sequence();
                }
                if (!events.isEmpty() || System.nanoTime() - told > HEARTBEAT_NANOS) {
                    told = System.nanoTime();
                    line(out, Json.object("at", Instant.now().toString()));
                }
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

    /** Logs merged by time: for each part a line of JSON, then its bytes. */
    void merged(Exchange exchange) throws HttpError, Refused, IOException {
        LogRequest request = LogRequest.of(exchange);
        acquire();
        try (LogMerge log = operations.logs(request.selection(), request.query())) {
            exchange.onGone(() -> close(log));
            OutputStream out = exchange.stream("application/x-launcho-log", READER_PATIENCE);
            Optional<String> failed = tell(log, out);
            line(out, failed.map(LogJson::error).orElseGet(LogJson::end));
        } finally {
            streams.release();
        }
    }

    /** @return why it could not be read to its end */
    private static Optional<String> tell(LogMerge log, OutputStream out) throws IOException {
        while (true) {
            Optional<LogPart> part;
            try {
                part = log.next();
            } catch (IOException e) {
                return Optional.of("the log can't be read: " + e.getMessage());
            }
            if (part.isEmpty()) {
                return Optional.empty();
            }
            byte[] head = (Json.line(LogJson.write(part.get())) + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] bytes = part.get().bytes();
            byte[] both = Arrays.copyOf(head, head.length + bytes.length);
            System.arraycopy(bytes, 0, both, head.length, bytes.length);
            out.write(both);
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

    private static void close(Closeable bytes) {
        try {
            bytes.close();
        } catch (IOException e) {
            // It was only read from; the worker that reads it meets the same fault.
        }
    }
}

package dev.launcho.cli.server.route;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.LogJson;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.feed.PageFeed;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.quota.ClientQuota;
import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.admin.AdminOperations.LogStream;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogPart;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.text.QuotedText;
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
import java.util.OptionalLong;

/** The handlers whose answers are streams: rollouts, events, logs, and what pages listen to. */
final class StreamRoutes {
    private static final int MOST_EVENTS = 1000;
    /** Bounds how long a worker stays busy after its client has left. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final long HEARTBEAT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A user may leave a pager open in the middle of a log. */
    private static final Duration READER_PATIENCE = Duration.ofHours(1);

    private final AdminOperations operations;
    private final PageFeed feed;
    private final ReaderLogs readers = new ReaderLogs();

    StreamRoutes(AdminOperations operations, PageFeed feed) {
        this.operations = operations;
        this.feed = feed;
    }

    /** Streams the status and events to a page. Holds no worker. */
    void feed(AdminExchange exchange) throws HttpError {
        String last = exchange.browser().lastEvent().strip();
        if (!last.matches("[0-9]{0,18}")) {
            throw HttpError.badRequest("Last-Event-ID: " + QuotedText.of(last) + " is not the number of an event");
        }
        feed.serve(exchange, last.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(last)));
    }

    /** Streams the steps after the first {@code seen}, heartbeats, and the outcome: one JSON object a line. */
    void rollout(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        long revision = number(exchange.parameter("revision"));
        int seen = (int) Math.max(0, exchange.query("seen", 0));
        RolloutProgress view = operations.rollout(revision, seen, Duration.ZERO); // Throws before the first byte.
        OutputStream out = exchange.stream("application/x-ndjson", PATIENCE);
        long told = System.nanoTime();
        while (true) {
            for (RolloutStep step : view.steps()) {
                line(out, RecordJson.write(step));
            }
            seen += view.steps().size();
            if (view.outcome() != RolloutOutcome.RUNNING) {
                line(out, RecordJson.write(view));
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
    }

    /** Streams events after sequence number {@code after} as they happen, and heartbeats: one JSON object a line. */
    void events(AdminExchange exchange) throws HttpError, IOException {
        long after = exchange.query("after", 0);
        OutputStream out = exchange.stream("application/x-ndjson", PATIENCE);
        long told = System.nanoTime();
        while (!exchange.gone()) {
            List<Event> events = operations.events(after, MOST_EVENTS, POLL);
            for (Event event : events) {
                line(out, RecordJson.write(event));
                after = event.sequence();
            }
            if (!events.isEmpty() || System.nanoTime() - told > HEARTBEAT_NANOS) {
                told = System.nanoTime();
                line(out, Json.object("at", Instant.now().toString()));
            }
        }
    }

    /** Streams the bytes of a log unchanged, without end if {@code follow=true}. */
    void logs(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        int tail = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, exchange.query("tail", -1)));
        boolean follow = Boolean.parseBoolean(exchange.query("follow", "false"));
        LogStream log = operations.logs(
                exchange.parameter("name"), tail, follow, exchange.clearance(), readers.budget(exchange));
        try (InputStream bytes = log.bytes()) {
            exchange.onGone(() -> close(bytes));
            exchange.stream("application/octet-stream", READER_PATIENCE, bytes);
        }
    }

    /** Streams logs merged by time: for each part one line of JSON, then the bytes of the part. */
    void merged(AdminExchange exchange) throws HttpError, RequestRefused, IOException {
        LogSources.Selection selection = LogParameters.selection(exchange);
        LogQuery query = LogParameters.query(exchange);
        ClientQuota.Share search = readers.search(exchange, query);
        try (search;
                LogMerge log = operations.logs(selection, query, exchange.clearance(), readers.budget(exchange))) {
            exchange.onGone(() -> close(log));
            OutputStream out = exchange.stream("application/x-launcho-log", READER_PATIENCE);
            Optional<String> failed = tell(log, out);
            line(out, failed.map(LogJson::error).orElseGet(LogJson::end));
        }
    }

    /** Writes every part of the log. @return the reason, if it could not be read to its end */
    private static Optional<String> tell(LogMerge log, OutputStream out) throws IOException {
        while (true) {
            Optional<LogPart> part;
            try {
                part = log.next();
            } catch (IOException e) {
                return Optional.of("the log can't be read: " + FileFailure.words(e));
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
            // The stream is read-only, and the worker that reads it gets the same error.
        }
    }
}

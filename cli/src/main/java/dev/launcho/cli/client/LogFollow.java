package dev.launcho.cli.client;

import dev.launcho.core.admin.LogSources;
import dev.launcho.core.logs.LogPart;
import dev.launcho.core.logs.LogQuery;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A reader of logs to their end, across broken connections and restarts of the server. No line is lost or comes twice. One thread. */
public final class LogFollow {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AdminClient client;
    private final LogSources.Selection what;
    private final LogQuery query;
    private final Map<Long, Long> next = new HashMap<>();

    public LogFollow(AdminClient client, LogSources.Selection what, LogQuery query) {
        this.client = client;
        this.what = what;
        this.query = query;
    }

    /** A consumer of parts of logs. */
    public interface Sink {
        /** @throws IOException if the output has no reader any more */
        void accept(LogPart part) throws IOException;
    }

    /**
     * Passes the logs on, and returns at their end.
     *
     * @param broken runs once for each outage, when the server becomes unreachable; the reader then tries again
     */
    public void run(Sink sink, Runnable broken) throws Failure, IOException {
        boolean told = false;
        boolean connected = false;
        while (true) {
            try (LogFrames frames = client.logs(request())) {
                connected = true;
                told = false;
                for (Optional<LogPart> part = frames.next(); part.isPresent(); part = frames.next()) {
                    take(part.get(), sink);
                }
                return;
            } catch (Failure e) {
                if (!e.isPassing() || !query.follow() || !connected) {
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

    private Request request() {
        StringBuilder target = new StringBuilder("/v1/logs?follow=").append(query.follow());
        what.names().forEach(name -> target.append("&name=").append(AdminClient.segment(name)));
        target.append("&previous=").append(what.previous()).append("&tail=").append(query.tail());
        if (!query.since().equals(Instant.MIN)) {
            target.append("&since=").append(AdminClient.segment(query.since().toString()));
        }
        if (!query.grep().isEmpty()) {
            target.append("&grep=").append(AdminClient.segment(query.grep()));
        }
        if (!next.isEmpty()) {
            // In base 36, since a request line has at most 4 KiB.
            target.append("&from=")
                    .append(new TreeMap<>(next)
                            .entrySet().stream()
                                    .map(e -> Long.toString(e.getKey(), 36) + "." + Long.toString(e.getValue(), 36))
                                    .collect(Collectors.joining("~")));
        }
        return Request.of("GET", target.toString());
    }

    private void take(LogPart part, Sink sink) throws IOException {
        if (part.isSilence()) {
            return;
        }
        sink.accept(part);
        number(part.instance()).ifPresent(n -> next.put(n, part.next()));
    }

    /** Returns the number at the end of an instance's name, which is unique on its server. */
    private static Optional<Long> number(String instance) {
        String digits = instance.substring(instance.lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}

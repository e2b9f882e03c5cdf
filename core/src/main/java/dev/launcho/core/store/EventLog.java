package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.model.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What happened, newest last: the last 1 000 in memory, and in {@code events.jsonl} up to 4 MiB, and as much again in
 * {@code events.jsonl.1}. A disk that refuses costs the file its line, nothing else. Thread-safe.
 */
public final class EventLog implements Events {
    private static final int IN_MEMORY = 1_000;
    private static final long FILE_LIMIT = 4 << 20;

    private final Path file;
    private final ArrayDeque<Event> recent = new ArrayDeque<>();
    private long last;

    private EventLog(Path file) {
        this.file = file;
    }

    /** Goes on counting where the files end; lines that can't be read are passed over. */
    public static EventLog open(Path file) {
        EventLog log = new EventLog(file);
        try {
            log.readBack(before(file));
            String text = log.readBack(file);
            if (!text.isEmpty() && !text.endsWith("\n")) {
                // A crash cut its last line short: the next begins one of its own.
                Files.writeString(file, "\n", StandardOpenOption.APPEND);
            }
        } catch (IOException unreadable) {
            return log;
        }
        return log;
    }

    private static Path before(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Bytes that are no text only damage the line that they are in. */
    private String readBack(Path from) throws IOException {
        String text = Files.exists(from) ? new String(Files.readAllBytes(from), StandardCharsets.UTF_8) : "";
        text.lines().filter(line -> !line.isBlank()).forEach(this::readBack);
        return text;
    }

    private void readBack(String line) {
        try {
            JsonObject o = JsonParser.object().from(line);
            remember(new Event(
                    o.getLong("n"),
                    Instant.parse(o.getString("at")),
                    Event.Severity.valueOf(o.getString("severity")),
                    o.getString("subject"),
                    o.getString("message")));
        } catch (JsonParserException | RuntimeException damaged) {
            return;
        }
    }

    private void remember(Event event) {
        last = Math.max(last, event.sequence());
        recent.addLast(event);
        if (recent.size() > IN_MEMORY) {
            recent.removeFirst();
        }
    }

    @Override
    public synchronized Event add(Instant at, Event.Severity severity, String subject, String message) {
        Event event = new Event(last + 1, at, severity, subject, message.replace('\n', ' '));
        remember(event);
        notifyAll();
        try {
            append(event);
        } catch (IOException full) {
            return event;
        }
        return event;
    }

    private void append(Event e) throws IOException {
        String line = JsonWriter.string()
                        .object()
                        .value("n", e.sequence())
                        .value("at", e.at().toString())
                        .value("severity", e.severity().name())
                        .value("subject", e.subject())
                        .value("message", e.message())
                        .end()
                        .done()
                + "\n";
        if (!Files.exists(file)) {
            AtomicFiles.create(file).close();
        } else if (Files.size(file) > FILE_LIMIT) {
            Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
            AtomicFiles.create(file).close();
        }
        Files.write(file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    /** Waits until there is one after a sequence number, or the time is over. */
    public synchronized void await(long sequence, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (last <= sequence) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** Those after a sequence number, oldest first; the newest {@code most} of them. */
    public synchronized List<Event> after(long sequence, int most) {
        List<Event> all = recent.stream().filter(e -> e.sequence() > sequence).toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}

package dev.launcho.core.store;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
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
 * The log of events, newest last: the last 1 000 in memory, up to 4 MiB in {@code events.jsonl}, and as much again in
 * {@code events.jsonl.1}. If a write fails, only the file lacks that event. Thread-safe.
 */
public final class EventLog implements EventSink {
    private static final int IN_MEMORY = 1_000;
    private static final long FILE_LIMIT = 4 << 20;

    private final Path file;
    private final ArrayDeque<Event> recent = new ArrayDeque<>();
    private final InstanceEnds ends = new InstanceEnds();
    private long last;
    /** Whether a write failed: the file may end in a part of a line. */
    private boolean torn;

    private EventLog(Path file) {
        this.file = file;
    }

    /** Opens a log. Sequence numbers continue where the files end; lines that can't be read are skipped. */
    public static EventLog open(Path file) {
        EventLog log = new EventLog(file);
        try {
            log.readBack(before(file));
            String text = log.readBack(file);
            if (!text.isEmpty() && !text.endsWith("\n")) {
                // A crash cut the last line short: the next event begins a new line.
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

    /** Reads a file back. Bytes that are no UTF-8 only damage the line that they are in. */
    private String readBack(Path from) throws IOException {
        String text = Files.exists(from) ? new String(Files.readAllBytes(from), StandardCharsets.UTF_8) : "";
        text.lines()
                .filter(line -> !line.isBlank())
                .flatMap(line -> EventText.read(line).stream())
                .forEach(this::remember);
        return text;
    }

    private void remember(Event event) {
        last = Math.max(last, event.sequence());
        ends.add(event);
        recent.addLast(event);
        if (recent.size() > IN_MEMORY) {
            recent.removeFirst();
        }
    }

    @Override
    public synchronized Event add(Instant at, Event.Severity severity, String subject, String message, EventKind kind) {
        Event event = new Event(last + 1, at, severity, subject, message.replace('\n', ' '), kind);
        remember(event);
        notifyAll();
        try {
            append(event);
            torn = false;
        } catch (IOException full) {
            torn = true;
        }
        return event;
    }

    private void append(Event e) throws IOException {
        String line = (torn ? "\n" : "") + EventText.write(e) + "\n";
        if (!Files.exists(file)) {
            AtomicFiles.create(file).close();
        } else if (Files.size(file) > FILE_LIMIT) {
            Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
            AtomicFiles.create(file).close();
        }
        Files.write(file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    /** Waits until there is an event after a sequence number, or the time is over. */
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

    /** Returns the events after a sequence number, oldest first; only the newest {@code most} of them. */
    public synchronized List<Event> after(long sequence, int most) {
        List<Event> all = recent.stream().filter(e -> e.sequence() > sequence).toList();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    /** Returns how instances ended, as far back as their logs are kept. */
    public synchronized List<InstanceEnd> ends() {
        return ends.all();
    }
}

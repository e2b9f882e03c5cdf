package dev.launcho.core.logs;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at the logs of what runs, {@value #LOOKS_A_SECOND} times a second where one grows and once a second where none
 * does: notes how far each has come by when, and bounds it. A look is one stat for each log, however much was written
 * meanwhile. A thread of its own.
 */
public final class LogWatch implements AutoCloseable {
    private static final int LOOKS_A_SECOND = 4;
    private static final long BUSY_MILLIS = 1_000 / LOOKS_A_SECOND;
    private static final long IDLE_MILLIS = 1_000;
    /** Releasing has a price, so that a log that grows very fast is let grow for a while: a second's worth. */
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LogSpool spool;
    private final Supplier<Map<InstanceId, String>> running;
    private final Consumer<String> warn;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Thread thread;

    /** What is known of one log. */
    private static final class Seen {
        final TimeIndex index;
        Mark mark;
        long boundedAt = System.nanoTime() - BOUND_NANOS;
        boolean told;

        Seen(Path log) throws IOException {
            index = TimeIndex.of(log);
            mark = Mark.of(log);
        }
    }

    /**
     * @param running instances that may write, with their process
     * @param warn is told, once for each log, what keeps it from being bounded
     */
    public LogWatch(LogSpool spool, Supplier<Map<InstanceId, String>> running, Consumer<String> warn) {
        this.spool = spool;
        this.running = running;
        this.warn = warn;
        this.thread = new Thread(this::run, "log-watch");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(look() ? BUSY_MILLIS : IDLE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether any has grown */
    boolean look() {
        Map<Path, String> logs = new HashMap<>();
        running.get().forEach((id, process) -> logs.put(spool.file(process, id), process + ": " + id));
        boolean grown = false;
        // Those that have ended since the last look are looked at once more.
        seen.keySet().forEach(log -> logs.putIfAbsent(log, ""));
        for (Map.Entry<Path, String> log : logs.entrySet()) {
            grown |= look(log.getKey(), log.getValue());
        }
        seen.keySet().removeIf(log -> logs.get(log).isEmpty());
        return grown;
    }

    private boolean look(Path log, String subject) {
        try {
            BasicFileAttributes now = Files.readAttributes(log, BasicFileAttributes.class);
            Seen known = seen.get(log);
            if (known == null) {
                known = new Seen(log);
                seen.put(log, known);
            }
            long end = known.mark.moved() + now.size();
            boolean grown = end != known.index.end();
            known.index.add(now.lastModifiedTime().toMillis(), end);
            bound(log, subject, known, now.size());
            return grown;
        } catch (IOException gone) {
            seen.remove(log);
            return false;
        }
    }

    private void bound(Path log, String subject, Seen known, long size) {
        long low = known.mark.low();
        boolean truncated = size < low;
        boolean due = System.nanoTime() - known.boundedAt >= BOUND_NANOS;
        if (!truncated && (!due || size - low <= spool.limit() + spool.limit() / 4)) {
            return;
        }
        try {
            LowWater.bound(log, spool.limit());
            known.boundedAt = System.nanoTime();
            known.mark = Mark.of(log);
        } catch (IOException e) {
            if (!known.told && !subject.isEmpty()) {
                known.told = true;
                warn.accept(subject + ": its log can't be bounded: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

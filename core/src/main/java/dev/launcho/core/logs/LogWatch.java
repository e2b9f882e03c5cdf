package dev.launcho.core.logs;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Watches the logs of running instances, {@value #LOOKS_A_SECOND} times a second while one grows and once a second
 * while none does. It records when each log had reached which offset, and bounds it. A look is one stat for each log,
 * however much was written meanwhile. Runs on a thread of its own.
 */
public final class LogWatch implements AutoCloseable {
    private static final int LOOKS_A_SECOND = 4;
    private static final long BUSY_MILLIS = 1_000 / LOOKS_A_SECOND;
    private static final long IDLE_MILLIS = 1_000;
    /** Releasing has a price, so a log is bounded at most once a second, however fast it grows. */
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LogSpool spool;
    private final Supplier<Map<InstanceId, String>> running;
    private final Consumer<String> warn;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Thread thread;

    /** The state of one log. */
    private static final class Seen {
        final TimeIndex index;
        LogPosition mark;
        long boundedAt = System.nanoTime() - BOUND_NANOS;
        boolean told;
        boolean lost;

        /** The first bytes at the last look, for a log that was truncated before and has no header. */
        byte[] head = new byte[0];

        long size = -1;
        long changedAt;

        Seen(Path log) throws IOException {
            index = TimeIndex.of(log);
            mark = LogPosition.of(log);
            // A loss that a reader noticed before the first look has still to be reported.
            lost = index.end() > 0 && LogLoss.of(log).isPresent();
        }
    }

    /**
     * @param running instances that may write, each with its process
     * @param warn receives, once for each log, what keeps it from being bounded, that its program has truncated it,
     *     and that somebody has removed it
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
            begin();
            while (true) {
                Thread.sleep(look() ? BUSY_MILLIS : IDLE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sees to what ended before this server. On this thread: whatever it waits for delays no start. */
    void begin() {
        Map<InstanceId, String> now = running.get();
        spool.all().stream()
                .filter(entry -> !now.containsKey(entry.instance()))
                .forEach(entry -> spool.takeBack(entry.file()));
        spool.bound();
    }

    /** @return whether any log has grown */
    boolean look() {
        Map<Path, String> logs = new HashMap<>();
        running.get().forEach((id, process) -> logs.put(spool.file(process, id), process + ": " + id));
        boolean grown = false;
        // Logs of instances that have ended since the last look are looked at once more.
        seen.keySet().forEach(log -> logs.putIfAbsent(log, ""));
        for (Map.Entry<Path, String> log : logs.entrySet()) {
            grown |= look(log.getKey(), log.getValue());
        }
        seen.keySet().removeIf(log -> {
            boolean ended = logs.get(log).isEmpty();
            if (ended) {
                spool.takeBack(log);
            }
            return ended;
        });
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
            settle(log, subject, known, now);
            long end = known.mark.moved() + now.size();
            boolean grown = end != known.index.end();
            known.index.add(now.lastModifiedTime().toMillis(), end);
            bound(log, subject, known, now.size());
            return grown;
        } catch (IOException gone) {
            // Once: it is not seen any more.
            if (seen.remove(log) != null && !subject.isEmpty() && Files.notExists(log) && isRunning(log)) {
                warn.accept(subject + ": " + LogSpool.REMOVED);
            }
            return false;
        }
    }

    /** Asks again: an instance that was forgotten since this look began has no log any more. */
    private boolean isRunning(Path log) {
        return running.get().entrySet().stream()
                .anyMatch(known -> spool.file(known.getValue(), known.getKey()).equals(log));
    }

    /** Begins a new epoch where the program has truncated its log since the last look. */
    private void settle(Path log, String subject, Seen known, BasicFileAttributes now) throws IOException {
        long changedAt = now.lastModifiedTime().toMillis();
        boolean changed = now.size() != known.size || changedAt != known.changedAt;
        if (changed) {
            try (FileChannel channel = FileChannel.open(log)) {
                byte[] head = LogHeader.head(channel);
                if (TruncatedLog.isSeen(channel, known.mark, known.index.end())) {
                    TruncatedLog.settle(log, known.mark, known.index.end());
                    truncated(log, subject, known);
                } else if (!known.lost && known.index.end() <= 0) {
                    truncated(log, subject, known);
                } else if (known.lost && known.mark.low() == 0 && isRewritten(known, now.size(), head)) {
                    TruncatedLog.rewritten(log, known.mark, known.index.end());
                    truncated(log, subject, known);
                }
                known.head = head;
            }
            known.size = now.size();
            known.changedAt = changedAt;
        }
    }

    /**
     * Returns whether a program has truncated its log once more. Then other bytes are at the beginning, or the log was
     * written to and is no larger.
     */
    private static boolean isRewritten(Seen known, long size, byte[] head) {
        int common = Math.min(known.head.length, head.length);
        return size == known.size || !Arrays.equals(known.head, 0, common, head, 0, common);
    }

    /** Reports a truncation that this thread, or a quicker reader, has noticed. */
    private void truncated(Path log, String subject, Seen known) {
        known.mark = LogPosition.of(log);
        Optional<LogLoss> loss = LogLoss.of(log);
        if (!known.lost && !subject.isEmpty()) {
            loss.ifPresent(l -> warn.accept(subject + ": " + l.sentence()));
        }
        known.lost = loss.isPresent();
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
            known.mark = LogPosition.of(log);
        } catch (IOException e) {
            if (!known.told && !subject.isEmpty()) {
                known.told = true;
                warn.accept(subject + ": its log can't be bounded: " + FileFailure.reason(e));
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

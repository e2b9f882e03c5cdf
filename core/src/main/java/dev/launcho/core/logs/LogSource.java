package dev.launcho.core.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** One log, read in parts that each were written by one time. One thread. */
final class LogSource implements Closeable {
    /** Longest wait for the end of a line: most programs write a line in one or two pieces. */
    private static final long WHOLE_NANOS = Duration.ofMillis(200).toNanos();

    /** Least time between two lines about losses. */
    static final long LOSSES_NANOS = Duration.ofSeconds(10).toNanos();

    private final LogSpool.Entry log;
    private final LogReader reader;
    private final TimeLookup times;
    private final byte[] buffer;
    private long end = Long.MAX_VALUE;
    private Optional<LogLoss> loss;
    private long epoch;
    private boolean inLine;
    private long lossToldAt;
    private long heldAt = -1;
    private long heldSince;

    private LogSource(LogSpool.Entry log, LogReader reader, TimeLookup times, byte[] buffer) {
        this.buffer = buffer;
        this.log = log;
        this.reader = reader;
        this.times = times;
        this.loss = LogLoss.of(log.file());
        this.epoch = reader.epoch();
    }

    /** Opens a log at its oldest byte. @param buffer of {@link LogReader#CHUNK} bytes, used only during a call */
    static LogSource open(LogSpool.Entry log, byte[] buffer) throws IOException {
        LogReader reader = LogReader.open(log.file());
        try {
            return new LogSource(log, reader, new TimeLookup(log.file()), buffer);
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    LogSpool.Entry log() {
        return log;
    }

    long position() {
        return reader.position();
    }

    void seek(long to) {
        reader.seek(to);
        loss = LogLoss.of(log.file());
        lossToldAt = 0;
        inLine = false;
    }

    /** Ignores bytes that are written from now on. */
    void freeze() throws IOException {
        end = reader.end();
    }

    /** Reads new bytes again. */
    void thaw() {
        end = Long.MAX_VALUE;
    }

    /** Moves on to the first line that was written at {@code when} or later. */
    void since(Instant when) throws IOException {
        long last = reader.end();
        long from = times.since(when.toEpochMilli(), last);
        if (from > reader.position()) {
            reader.seek(reader.lineAt(from, last));
        }
    }

    /** Moves on to the last {@code lines} lines. */
    void tail(int lines) throws IOException {
        reader.seek(reader.lastLines(reader.position(), Math.min(end, reader.end()), lines));
    }

    /** @param more whether a line that has no end yet may still get one */
    Optional<LogPart> next(boolean more) throws IOException {
        int read = reader.peek(buffer);
        Optional<LogPart> lost = lost();
        if (lost.isPresent()) {
            return lost;
        }
        int n = (int) Math.min(read, Math.max(0, end - reader.position()));
        if (n == 0) {
            return Optional.empty();
        }
        long from = reader.position();
        TimeLookup.Span span = times.at(from);
        int cut = cut(n, span.end() - from);
        if (cut == 0) {
            if (more && n < buffer.length && held(from)) {
                return Optional.empty();
            }
            cut = n;
        }
        heldAt = -1;
        inLine = buffer[cut - 1] != '\n';
        reader.skip(cut);
        byte[] bytes = Arrays.copyOf(buffer, cut);
        return Optional.of(LogPart.of(log, Instant.ofEpochMilli(span.millis()), from, from + cut, bytes));
    }

    /** Returns a line of ours where bytes are gone. If a program truncates its log repeatedly, at most one in ten seconds. */
    private Optional<LogPart> lost() {
        if (reader.epoch() != epoch) {
            epoch = reader.epoch();
            loss = LogLoss.of(log.file());
        }
        if (loss.isEmpty() || loss.get().offset() != reader.position()) {
            return Optional.empty();
        }
        LogLoss found = loss.get();
        loss = Optional.empty();
        long now = System.nanoTime();
        if (lossToldAt != 0 && now - lossToldAt < LOSSES_NANOS) {
            return Optional.empty();
        }
        lossToldAt = now;
        String line = (inLine ? "\n" : "") + found.sentence() + "\n";
        inLine = false;
        return Optional.of(LogPart.of(log, found, line.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the length of the whole lines that begin before {@code border}, at least one; 0 if there is no whole line. */
    private int cut(int n, long border) {
        for (int i = (int) Math.min(n, border) - 1; i >= 0; i--) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        for (int i = (int) Math.min(n, border); i < n; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private boolean held(long at) {
        long now = System.nanoTime();
        if (heldAt != at) {
            heldAt = at;
            heldSince = now;
        }
        return now - heldSince < WHOLE_NANOS;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        times.close();
    }
}

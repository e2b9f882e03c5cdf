package dev.launcho.core.logs;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** One log, taken in parts that each were written by one time. One thread. */
final class LogSource implements Closeable {
    /** A line without its end is waited for so long: most programs write a line in one or two pieces. */
    private static final long WHOLE_NANOS = Duration.ofMillis(200).toNanos();

    private final LogSpool.Entry log;
    private final LogReader reader;
    private final Times times;
    private final byte[] buffer = new byte[LogReader.CHUNK];
    private long end = Long.MAX_VALUE;
    private long heldAt = -1;
    private long heldSince;

    private LogSource(LogSpool.Entry log, LogReader reader, Times times) {
        this.log = log;
        this.reader = reader;
        this.times = times;
    }

    /** At the oldest byte. */
    static LogSource open(LogSpool.Entry log) throws IOException {
        LogReader reader = LogReader.open(log.file());
        try {
            return new LogSource(log, reader, new Times(log.file()));
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
    }

    /** What is written from now on is not looked at. */
    void freeze() throws IOException {
        end = reader.end();
    }

    /** It is again. */
    void thaw() {
        end = Long.MAX_VALUE;
    }

    /** Goes on to the first line that was written at {@code when} or later. */
    void since(Instant when) throws IOException {
        long last = reader.end();
        long from = times.since(when.toEpochMilli(), last);
        if (from > reader.position()) {
            reader.seek(reader.lineAt(from, last));
        }
    }

    /** Goes on to the last so many lines. */
    void tail(int lines) throws IOException {
        reader.seek(reader.lastLines(reader.position(), Math.min(end, reader.end()), lines));
    }

    /** @param more whether a line that has no end yet may still get one */
    Optional<LogPart> next(boolean more) throws IOException {
        int n = (int) Math.min(reader.peek(buffer), Math.max(0, end - reader.position()));
        if (n == 0) {
            return Optional.empty();
        }
        long from = reader.position();
        Times.Span span = times.at(from);
        int cut = cut(n, span.end() - from);
        if (cut == 0) {
            if (more && n < buffer.length && held(from)) {
                return Optional.empty();
            }
            cut = n;
        }
        heldAt = -1;
        reader.skip(cut);
        byte[] bytes = Arrays.copyOf(buffer, cut);
        return Optional.of(LogPart.of(log, Instant.ofEpochMilli(span.millis()), from, from + cut, bytes));
    }

    /** The whole lines that begin before {@code border}, but at least one; 0 if there is no whole line. */
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

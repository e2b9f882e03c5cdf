package dev.launcho.core.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the bytes of one log by their offsets ({@link LogPosition}), while the log is written, truncated and bounded. One thread. */
final class LogReader implements Closeable {
    static final int CHUNK = 64 * 1024;

    /** Bytes that are searched for the start of a line at most: a program can make its log many terabytes of zeros at once. */
    private static final long FARTHEST = 2 * LogSpool.LIMIT;

    /** Looks that are taken at most while the program truncates its log again and again. */
    private static final int MOST_LOOKS = 100;

    private final Path file;
    private final FileChannel channel;
    private long position;

    /** {@link LogPosition#moved} at the last read. */
    private long moved;

    /** The offset behind the last byte that was seen under that mark. */
    private long seen = Long.MIN_VALUE;

    private LogReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens a log at its oldest byte. */
    static LogReader open(Path file) throws IOException {
        LogReader reader = new LogReader(file, FileChannel.open(file));
        try {
            reader.position = reader.look((mark, low, end) -> {
                reader.moved = mark.moved();
                return mark.moved() + low;
            });
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** Opens a log at its last {@code lines} lines, as far as they begin within the last {@code most} bytes. */
    static LogReader open(Path file, int lines, int most) throws IOException {
        LogReader reader = open(file);
        long end = reader.end();
        long from = end - most;
        // What begins before is left out, unless it is one line without an end.
        long whole = from > reader.position ? reader.lineAt(from, end) : reader.position;
        reader.position = reader.lastLines(whole < end ? whole : from, end, lines);
        return reader;
    }

    /** Returns the offset of the next read. */
    long position() {
        return position;
    }

    /** Makes the next read begin at this offset, or at the oldest byte that is left. */
    void seek(long to) {
        position = to;
    }

    /** A look at the file under one mark, by positions in it. */
    private interface Look<T> {
        T at(LogPosition mark, long low, long end) throws IOException;
    }

    /** Takes a look. If the mark has changed by then, the bytes may have been moved or released meanwhile, so the look is repeated. */
    private <T> T look(Look<T> look) throws IOException {
        for (int looks = 1; ; looks++) {
            LogPosition mark = LogPosition.of(file);
            long known = mark.moved() == moved ? seen : Long.MIN_VALUE;
            if (looks < MOST_LOOKS && TruncatedLog.isSeen(channel, mark, known) && settled(mark, known)) {
                continue;
            }
            long size = channel.size();
            T found = look.at(mark, mark.low(size), mark.end(size));
            if (looks >= MOST_LOOKS || mark.equals(LogPosition.of(file))) {
                return found;
            }
        }
    }

    /** Settles a truncation; if that can't be recorded, the log is read as it is. */
    private boolean settled(LogPosition mark, long known) {
        try {
            return TruncatedLog.settle(file, mark, known) || !mark.equals(LogPosition.of(file));
        } catch (IOException full) {
            return false;
        }
    }

    /** Returns the epoch of the last read: a number that grows with each truncation, and with each cut. */
    long epoch() {
        return moved;
    }

    /** Returns the offset behind the newest byte. */
    long end() throws IOException {
        return look((mark, low, end) -> mark.moved() + end);
    }

    /** Returns the offset at which the last {@code lines} lines before {@code before} begin; at least {@code from}. */
    long lastLines(long from, long before, int lines) throws IOException {
        return lines == 0
                ? before
                : look((mark, low, end) -> mark.moved()
                        + lastLinesAt(Math.max(low, from - mark.moved()), Math.min(end, before - mark.moved()), lines));
    }

    /** Searches backwards, a chunk at a time. */
    private long lastLinesAt(long oldest, long end, int lines) throws IOException {
        int left = lines;
        long low = Math.max(oldest, end - FARTHEST);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        // The end of the last line begins no other line, so it is skipped.
        for (long to = end - 1; to > low; ) {
            long from = Math.max(low, to - CHUNK);
            chunk.clear().limit((int) (to - from));
            while (chunk.hasRemaining() && channel.read(chunk, from + chunk.position()) > 0) {}
            for (int i = chunk.position() - 1; i >= 0; i--) {
                if (chunk.get(i) == '\n' && --left == 0) {
                    return from + i + 1;
                }
            }
            to = from;
        }
        return low;
    }

    /** Returns the offset of a line that starts at {@code offset} or, if that is within a line, after it; at most {@code before}. */
    long lineAt(long offset, long before) throws IOException {
        return look((mark, low, end) -> {
            long at = offset - mark.moved();
            return mark.moved() + (at <= low ? low : lineFrom(at, Math.min(end, before - mark.moved())));
        });
    }

    private long lineFrom(long position, long newest) throws IOException {
        long end = Math.min(newest, position + FARTHEST);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long from = position - 1; from < end; ) {
            chunk.clear().limit((int) Math.min(CHUNK, end - from));
            int n = channel.read(chunk, from);
            for (int i = 0; i < n; i++) {
                if (chunk.get(i) == '\n') {
                    return from + i + 1;
                }
            }
            if (n <= 0) {
                return end;
            }
            from += n;
        }
        return end;
    }

    /** The result of a look: a number of bytes from an offset on. */
    private record Found(long moved, long offset, int bytes) {}

    /**
     * Moves on to the next byte that is left, if earlier ones were released or the log was truncated since. Reads what
     * follows, without moving past it.
     *
     * @return the number of bytes in {@code to}, from its beginning; 0 at the end
     */
    int peek(byte[] to) throws IOException {
        Found found = look((mark, low, end) -> {
            long at = Math.max(low, position - mark.moved());
            if (at > end) {
                // These bytes were read and then lost in a cut; or the program truncated the log, and a new epoch
                // begins.
                at = mark.moved() > moved ? end : low;
            }
            return new Found(mark.moved(), mark.moved() + at, read(to, at, end));
        });
        moved = found.moved();
        position = found.offset();
        seen = position + found.bytes();
        return found.bytes();
    }

    private int read(byte[] to, long from, long end) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(to, 0, (int) Math.min(to.length, end - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {}
        return buffer.position();
    }

    /** Returns the bytes up to the present end, at most {@code most}. */
    byte[] rest(int most) throws IOException {
        byte[] bytes = new byte[(int) Math.min(most, Math.max(0, end() - position))];
        int n = peek(bytes);
        return n == bytes.length ? bytes : Arrays.copyOf(bytes, n);
    }

    void skip(int bytes) {
        position += bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

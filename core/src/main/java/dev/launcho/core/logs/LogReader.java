package dev.launcho.core.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the bytes of one log, by their offsets ({@link Mark}), while it is written, truncated and bounded. One thread. */
final class LogReader implements Closeable {
    static final int CHUNK = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private long position;

    /** {@link Mark#moved} when something was last read. */
    private long moved;

    private LogReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** At the oldest byte. */
    static LogReader open(Path file) throws IOException {
        LogReader reader = new LogReader(file, FileChannel.open(file));
        Mark mark = Mark.of(file);
        reader.moved = mark.moved();
        reader.position = mark.moved() + mark.low(reader.channel.size());
        return reader;
    }

    /** At the last so many lines. */
    static LogReader open(Path file, int lines) throws IOException {
        LogReader reader = open(file);
        reader.position = reader.lastLines(reader.position, reader.end(), lines);
        return reader;
    }

    /** An offset. */
    long position() {
        return position;
    }

    /** The next read begins at this offset, or at the oldest byte that is left. */
    void seek(long to) {
        position = to;
    }

    /** A look at the file as it is under a mark, by positions in it. */
    private interface Look<T> {
        T at(Mark mark, long low, long end) throws IOException;
    }

    /** Another mark afterwards means that the bytes may have been moved, or released, while they were looked at: once more. */
    private <T> T look(Look<T> look) throws IOException {
        while (true) {
            Mark mark = Mark.of(file);
            long size = channel.size();
            T seen = look.at(mark, mark.low(size), mark.end(size));
            if (mark.equals(Mark.of(file))) {
                return seen;
            }
        }
    }

    /** The offset behind the newest byte. */
    long end() throws IOException {
        return look((mark, low, end) -> mark.moved() + end);
    }

    /** The offset at which the last so many lines before {@code before} begin; at least {@code from}. */
    long lastLines(long from, long before, int lines) throws IOException {
        return lines == 0
                ? before
                : look((mark, low, end) -> mark.moved()
                        + lastLinesAt(Math.max(low, from - mark.moved()), Math.min(end, before - mark.moved()), lines));
    }

    /** Looks backwards, a chunk at a time. */
    private long lastLinesAt(long low, long end, int lines) throws IOException {
        int left = lines;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        // The end of the last line begins no other, so it is not looked at.
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

    /** The offset of a line that starts at {@code offset} or, if that is within a line, after it; at most {@code before}. */
    long lineAt(long offset, long before) throws IOException {
        return look((mark, low, end) -> {
            long at = offset - mark.moved();
            return mark.moved() + (at <= low ? low : lineFrom(at, Math.min(end, before - mark.moved())));
        });
    }

    private long lineFrom(long position, long end) throws IOException {
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

    /** What was found: so many bytes from an offset on. */
    private record Found(long moved, long offset, int bytes) {}

    /**
     * Moves on to where the next byte is, should those before have been released or the log truncated since, and looks at
     * what follows.
     *
     * @return how many bytes are in {@code to}, from its beginning; 0 at the end
     */
    int peek(byte[] to) throws IOException {
        Found found = look((mark, low, end) -> {
            long at = Math.max(low, position - mark.moved());
            if (at > end) {
                // Read and then lost in a cut; or truncated by its program: then a new epoch begins.
                at = mark.moved() > moved ? end : low;
            }
            return new Found(mark.moved(), mark.moved() + at, read(to, at, end));
        });
        moved = found.moved();
        position = found.offset();
        return found.bytes();
    }

    private int read(byte[] to, long from, long end) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(to, 0, (int) Math.min(to.length, end - from));
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {}
        return buffer.position();
    }

    /** The bytes up to the present end, at most {@code most}. */
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

package dev.launcho.core.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the bytes of one log while it is written, truncated and bounded. One thread. */
final class LogReader implements Closeable {
    static final int CHUNK = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private long position;

    private LogReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** At the oldest byte. */
    static LogReader open(Path file) throws IOException {
        LogReader reader = new LogReader(file, FileChannel.open(file));
        reader.position = LowWater.of(file);
        return reader;
    }

    /** At the last so many lines. */
    static LogReader open(Path file, int lines) throws IOException {
        LogReader reader = open(file);
        reader.position = reader.lastLines(reader.position, reader.size(), lines);
        return reader;
    }

    long position() {
        return position;
    }

    /** The next read begins here, or at the oldest byte that is left. */
    void seek(long to) {
        position = to;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Where the last so many lines before {@code end} begin; looks backwards, a chunk at a time. */
    long lastLines(long low, long end, int lines) throws IOException {
        if (lines == 0) {
            return end;
        }
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

    /** Where a line begins that starts at {@code offset} or, if that is within a line, after it; at most {@code end}. */
    long lineAt(long offset, long end) throws IOException {
        if (offset <= LowWater.of(file)) {
            return offset;
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long from = offset - 1; from < end; ) {
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

    /**
     * Moves on to where the next byte is, should those before have been released or the log truncated since, and looks at
     * what follows.
     *
     * @return how many bytes are in {@code to}, from its beginning; 0 at the end
     */
    int peek(byte[] to) throws IOException {
        position = Math.max(position, LowWater.of(file));
        if (channel.size() < position) {
            // What follows has moved with the lines before it; else a new epoch begins.
            long moved = position - LowWater.moved(file);
            position = moved > 0 && moved < position && moved <= channel.size() ? moved : 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(to);
        int n = 0;
        while (buffer.hasRemaining() && n >= 0) {
            n = channel.read(buffer, position + buffer.position());
            if (n == 0) {
                break;
            }
        }
        return buffer.position();
    }

    /** The bytes up to the present end, at most {@code most}. */
    byte[] rest(int most) throws IOException {
        byte[] bytes = new byte[(int) Math.min(most, Math.max(0, channel.size() - position))];
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

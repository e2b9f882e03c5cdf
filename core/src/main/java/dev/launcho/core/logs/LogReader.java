package dev.launcho.core.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Reads one log from its oldest byte, or its last lines, to its end, and on as it grows. One reader, one thread; may be
 * closed by another.
 */
final class LogReader extends InputStream {
    /** How soon a follower sees what was written, in milliseconds. */
    private static final long LOOK_AGAIN = 50;

    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final BooleanSupplier growing;
    private final boolean follow;
    private long position;
    private volatile boolean closed;

    private LogReader(Path file, FileChannel channel, long position, boolean follow, BooleanSupplier growing) {
        this.file = file;
        this.channel = channel;
        this.position = position;
        this.follow = follow;
        this.growing = growing;
    }

    /**
     * @param tail only so many last lines; negative = all
     * @param growing asked at the end of the file: whether more may still come
     */
    static LogReader open(Path file, int tail, boolean follow, BooleanSupplier growing) throws IOException {
        FileChannel channel = FileChannel.open(file);
        long low = LogSpool.lowWater(file);
        long start = tail < 0 ? low : lastLines(channel, low, tail);
        return new LogReader(file, channel, start, follow, growing);
    }

    /** Where the last so many lines begin; looks backwards, a chunk at a time. */
    private static long lastLines(FileChannel channel, long low, int lines) throws IOException {
        long end = channel.size();
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

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!closed) {
            // Asked before the read: what was written before the end came is still read.
            boolean more = follow && growing.getAsBoolean();
            position = Math.max(position, LogSpool.lowWater(file));
            if (channel.size() < position) {
                // It was truncated: a new epoch begins.
                position = 0;
            }
            int n = channel.read(ByteBuffer.wrap(to, offset, length), position);
            if (n > 0) {
                position += n;
                return n;
            }
            if (!more) {
                return -1;
            }
            await();
        }
        return -1;
    }

    /** Whether a read would find something now. */
    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, channel.size() - position));
    }

    private static void await() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }
}

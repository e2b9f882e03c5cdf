package dev.launcho.core.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the {@link TimeIndex} of one log while it is written. One thread. */
final class TimeLookup implements Closeable {
    private final Path log;
    private Optional<FileChannel> index = Optional.empty();
    private long pairs;
    private long hint;

    TimeLookup(Path log) throws IOException {
        this.log = log;
        reopen();
    }

    /**
     * Bytes that were written by one time.
     *
     * @param millis since 1970
     * @param end first offset of later bytes; {@link Long#MAX_VALUE} for bytes that have no pair yet
     */
    record Span(long millis, long end) {}

    /** Returns the span that holds an offset. */
    Span at(long offset) throws IOException {
        long found = first(offset);
        if (found == pairs) {
            reopen();
            found = first(offset);
        }
        return found == pairs ? new Span(Files.getLastModifiedTime(log).toMillis(), Long.MAX_VALUE) : span(found);
    }

    /** Returns the offset where output from {@code millis} or later begins; {@code end} if there is none. */
    long since(long millis, long end) throws IOException {
        long low = 0;
        long high = pairs;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (span(middle).millis() >= millis) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low == pairs && Files.getLastModifiedTime(log).toMillis() < millis) {
            return end;
        }
        return low == 0 ? 0 : span(low - 1).end();
    }

    /** Returns the first pair whose offset is greater; {@code pairs} if none is. */
    private long first(long offset) throws IOException {
        for (long near = hint; near < Math.min(pairs, hint + 2); near++) {
            if (span(near).end() > offset && (near == 0 || span(near - 1).end() <= offset)) {
                hint = near;
                return near;
            }
        }
        long low = 0;
        long high = pairs;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (span(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        hint = low;
        return low;
    }

    private Span span(long pair) throws IOException {
        ByteBuffer two = ByteBuffer.allocate(TimeIndex.PAIR);
        FileChannel from = index.orElseThrow();
        while (two.hasRemaining() && from.read(two, pair * TimeIndex.PAIR + two.position()) > 0) {}
        two.flip();
        return two.remaining() < TimeIndex.PAIR ? new Span(0, Long.MAX_VALUE) : new Span(two.getLong(), two.getLong());
    }

    /** Opens the index anew, since the writer may have replaced the file. */
    private void reopen() throws IOException {
        close();
        try {
            FileChannel opened = FileChannel.open(TimeIndex.file(log));
            index = Optional.of(opened);
            pairs = opened.size() / TimeIndex.PAIR;
        } catch (NoSuchFileException none) {
            pairs = 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (index.isPresent()) {
            index.get().close();
            index = Optional.empty();
        }
    }
}

package dev.launcho.core.logs;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * The times at which a log had reached its offsets: the file {@code INSTANCE.times} beside it, pairs of big-endian
 * longs (milliseconds since 1970, bytes). Bytes between two offsets were written by the time of the second. At most
 * {@value #MOST} pairs; beyond that every other pair of the older half is dropped, so old times get coarser. One
 * writer, on one thread.
 */
final class TimeIndex {
    static final int MOST = 65_536;
    static final int PAIR = 16;

    private static final Set<StandardOpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path file;
    private final int most;
    private long lastMillis;
    private long lastOffset;
    private int pairs;

    private TimeIndex(Path file, int most) {
        this.file = file;
        this.most = most;
    }

    static Path file(Path log) {
        String name = log.getFileName().toString();
        return log.resolveSibling(name.substring(0, name.length() - LogSpool.SUFFIX.length()) + ".times");
    }

    /** Opens an index, to be continued where its file ends. */
    static TimeIndex of(Path log) throws IOException {
        return of(log, MOST);
    }

    static TimeIndex of(Path log, int most) throws IOException {
        TimeIndex index = new TimeIndex(file(log), most);
        if (Files.exists(index.file)) {
            byte[] all = Files.readAllBytes(index.file);
            index.pairs = all.length / PAIR;
            if (all.length % PAIR != 0) {
                // A crash cut the last pair short.
                AtomicFiles.write(index.file, Arrays.copyOf(all, index.pairs * PAIR));
            }
            if (index.pairs > 0) {
                ByteBuffer last = ByteBuffer.wrap(all, (index.pairs - 1) * PAIR, PAIR);
                index.lastMillis = last.getLong();
                index.lastOffset = last.getLong();
            }
        }
        return index;
    }

    /** Returns the offset behind the newest byte, as it was last added. */
    long end() {
        return lastOffset;
    }

    /** Adds that by {@code millis} the log ended at this offset; an offset smaller than the last means that the log was truncated. */
    void add(long millis, long end) throws IOException {
        if (end == lastOffset) {
            return;
        }
        if (end < lastOffset) {
            Files.deleteIfExists(file);
            pairs = 0;
            lastMillis = 0;
        }
        if (pairs >= most) {
            thin();
        }
        // A clock that was put back must not let times run backwards within a log.
        lastMillis = Math.max(lastMillis, millis);
        lastOffset = end;
        ByteBuffer pair = ByteBuffer.allocate(PAIR)
                .putLong(lastMillis)
                .putLong(lastOffset)
                .flip();
        try (FileChannel channel = FileChannel.open(file, APPENDING, AtomicFiles.PRIVATE)) {
            channel.write(pair);
        }
        pairs++;
    }

    private void thin() throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        ByteBuffer kept = ByteBuffer.allocate(all.capacity());
        int half = pairs / 2;
        for (int i = 0; i < pairs; i++) {
            if (i >= half || i % 2 == 1) {
                kept.put(all.slice(i * PAIR, PAIR));
            }
        }
        kept.flip();
        pairs = kept.limit() / PAIR;
        byte[] bytes = new byte[kept.limit()];
        kept.get(bytes);
        AtomicFiles.write(file, bytes);
    }
}

package dev.launcho.core.logs;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The mapping of a log's offsets to positions in its file: {@code INSTANCE.log.mark} beside it. The offset of a byte,
 * counted from the first byte ever in the log, stays the same. Its position in the file decreases with each cut. Immutable.
 *
 * @param low position of the oldest byte that is left
 * @param moved number of bytes that were before the file's first byte; negative where the file begins with bytes that
 *     are not the log's
 * @param end position behind the newest byte of the log, while a cut is being made; else {@link Long#MAX_VALUE}
 */
record LogPosition(long low, long moved, long end) {
    private static final LogPosition NONE = new LogPosition(0, 0);

    LogPosition(long low, long moved) {
        this(low, moved, Long.MAX_VALUE);
    }

    /** The suffix of the file beside a log; the file holds the log's position. */
    static final String SUFFIX = ".mark";

    static Path file(Path log) {
        return log.resolveSibling(log.getFileName() + SUFFIX);
    }

    static LogPosition of(Path log) {
        try {
            String[] numbers = Files.readString(file(log)).trim().split(" ");
            return new LogPosition(number(numbers, 0, 0), number(numbers, 1, 0), number(numbers, 2, Long.MAX_VALUE));
        } catch (IOException | NumberFormatException none) {
            return NONE;
        }
    }

    private static long number(String[] all, int which, long otherwise) {
        return which < all.length ? Long.parseLong(all[which]) : otherwise;
    }

    /** Writes the mark, which is on disk when this returns. */
    void write(Path log) throws IOException {
        AtomicFiles.write(file(log), text());
    }

    String text() {
        return low + " " + moved + (isCutting() ? " " + end : "");
    }

    boolean isCutting() {
        return end != Long.MAX_VALUE;
    }

    /** Returns the position of the oldest byte in a file of this size; 0 in a file that was truncated below its mark. */
    long low(long size) {
        return low <= size ? low : 0;
    }

    /** Returns the end in a file of this size. */
    long end(long size) {
        return Math.min(end, size);
    }
}

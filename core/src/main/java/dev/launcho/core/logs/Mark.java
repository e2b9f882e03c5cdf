package dev.launcho.core.logs;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the bytes of a log lie in its file: {@code INSTANCE.log.mark} beside it. The offset of a byte, counted from the first
 * that ever was in the log, stays the same; its position in the file becomes smaller with each cut. Immutable.
 *
 * @param low position of the oldest byte that is still there
 * @param moved bytes that were before the file's first one
 * @param end position behind the newest byte that is one of the log, while a cut is being made; else {@link Long#MAX_VALUE}
 */
record Mark(long low, long moved, long end) {
    private static final Mark NONE = new Mark(0, 0);

    Mark(long low, long moved) {
        this(low, moved, Long.MAX_VALUE);
    }

    static Path file(Path log) {
        return log.resolveSibling(log.getFileName() + ".mark");
    }

    static Mark of(Path log) {
        try {
            String[] numbers = Files.readString(file(log)).trim().split(" ");
            return new Mark(number(numbers, 0, 0), number(numbers, 1, 0), number(numbers, 2, Long.MAX_VALUE));
        } catch (IOException | NumberFormatException none) {
            return NONE;
        }
    }

    private static long number(String[] all, int which, long otherwise) {
        return which < all.length ? Long.parseLong(all[which]) : otherwise;
    }

    /** On disk when this returns. */
    void write(Path log) throws IOException {
        AtomicFiles.write(file(log), low + " " + moved + (isCutting() ? " " + end : ""));
    }

    boolean isCutting() {
        return end != Long.MAX_VALUE;
    }

    /** In a file of this size; 0 again in one that was truncated below its mark. */
    long low(long size) {
        return low <= size ? low : 0;
    }

    /** In a file of this size. */
    long end(long size) {
        return Math.min(end, size);
    }
}

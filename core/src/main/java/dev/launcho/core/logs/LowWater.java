package dev.launcho.core.logs;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The oldest byte that a log still has, kept in {@code INSTANCE.log.mark} beside it. What is before it is released by
 * punching a hole, so that offsets never move and a writer never notices. The mark is on disk before the bytes go;
 * readers look at it first. Any thread; one at a time may bound a log.
 *
 * <p>Where no holes can be punched, the newest lines move to the beginning and the log is cut behind them, as logrotate's
 * copytruncate does: what a program writes between the last look and the cut is lost. The mark says how far they moved, so
 * that those who read go on where they were. Nothing else is needed for it, no room on the disk either.
 */
final class LowWater {
    /** Of the file systems in use, none has larger blocks. */
    private static final long BLOCK = 4096;

    private static final int CHUNK = 1 << 20;
    private static final long PUNCH_SECONDS = 30;

    private LowWater() {}

    /** Releases the bytes from one offset to another. */
    interface Hole {
        /** @return false where it can't be done */
        boolean punch(Path log, long from, long to) throws IOException;
    }

    static Path file(Path log) {
        return log.resolveSibling(log.getFileName() + ".mark");
    }

    /** The offset of the oldest byte that is still there; 0 again for a log that was truncated below its mark. */
    static long of(Path log) {
        long low = mark(log, 0);
        try {
            return low <= Files.size(log) ? low : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    /** How many bytes there were before those that a log begins with since it was last cut. */
    static long moved(Path log) {
        return mark(log, 1);
    }

    private static long mark(Path log, int number) {
        try {
            String[] numbers = Files.readString(file(log)).trim().split(" ");
            return number < numbers.length ? Long.parseLong(numbers[number]) : 0;
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
    }

    /** Releases what is more than {@code limit} bytes from the end, once that is a quarter more. Blocks. */
    static void bound(Path log, long limit) throws IOException {
        bound(log, limit, LowWater::fallocate);
    }

    static void bound(Path log, long limit, Hole hole) throws IOException {
        long low = of(log);
        long size = Files.size(log);
        if (low == 0) {
            // It was truncated since: what it grows to from now on is all new.
            Files.deleteIfExists(file(log));
        }
        if (size - low <= limit + limit / 4) {
            return;
        }
        long next = (size - limit) / BLOCK * BLOCK;
        AtomicFiles.write(file(log), Long.toString(next));
        if (!hole.punch(log, low / BLOCK * BLOCK, next)) {
            // Half of it, or it would be copied whole for each quarter that comes.
            keep(log, size - limit / 2, limit);
        }
    }

    /** fallocate(1), of what is not released yet. @return false where it, or the file system, can't */
    private static boolean fallocate(Path log, long from, long to) throws IOException {
        try {
            Process fallocate = new ProcessBuilder(
                            "fallocate",
                            "--punch-hole",
                            "--offset",
                            Long.toString(from),
                            "--length",
                            Long.toString(to - from),
                            log.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return fallocate.waitFor(PUNCH_SECONDS, TimeUnit.SECONDS) && fallocate.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The lines from an offset on move to the beginning; all are lost where they can't: the bound counts for more. */
    private static void keep(Path log, long offset, long most) throws IOException {
        long from = lineAt(log, offset);
        AtomicFiles.write(file(log), "0 " + from);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long kept = 0;
            try {
                ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
                // Until nothing has come meanwhile, or too much.
                while (kept < most && channel.read(chunk, from + kept) > 0) {
                    chunk.flip();
                    while (chunk.hasRemaining()) {
                        kept += channel.write(chunk, kept);
                    }
                    chunk.clear();
                }
            } catch (IOException full) {
                kept = 0;
            }
            channel.truncate(kept);
        }
    }

    /** The first beginning of a line after an offset; the offset if it is in the last line. */
    private static long lineAt(Path log, long offset) throws IOException {
        try (LogReader reader = LogReader.open(log)) {
            long end = reader.size();
            long line = reader.lineAt(offset, end);
            return line == end ? offset : line;
        }
    }
}

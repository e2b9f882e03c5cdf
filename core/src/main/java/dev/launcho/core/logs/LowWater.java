package dev.launcho.core.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * Keeps logs within their bound. What is before the {@link Mark} is released by punching a hole, so that nothing in the file
 * moves and a writer never notices. The mark is on disk before the bytes go; readers look at it before and after they read.
 * Any thread; one at a time may bound a log.
 *
 * <p>Where no holes can be punched, the newest lines move to the beginning and the log is cut behind them, as logrotate's
 * copytruncate does: what a program writes between the last look and the cut is lost. The mark says how far they moved, over
 * all cuts, so that those who read go on where they were. Nothing else is needed for it, no room on the disk either.
 */
final class LowWater {
    /** Of the file systems in use, none has larger blocks. */
    private static final long BLOCK = 4096;

    private static final int CHUNK = 1 << 20;
    private static final long PUNCH_SECONDS = 30;

    private LowWater() {}

    /** Releases the bytes from one position to another. */
    interface Hole {
        /** @return false where it can't be done */
        boolean punch(Path log, long from, long to) throws IOException;
    }

    /** Releases what is more than {@code limit} bytes from the end, once that is a quarter more. Blocks. */
    static void bound(Path log, long limit) throws IOException {
        bound(log, limit, LowWater::fallocate);
    }

    static void bound(Path log, long limit, Hole hole) throws IOException {
        Mark mark = Mark.of(log);
        long size = Files.size(log);
        long low = mark.low(size);
        if (low != mark.low() || mark.isCutting()) {
            // Truncated since, what it grows to from now on is all new; or a server ended over a cut.
            new Mark(low, mark.moved()).write(log);
        }
        if (size - low <= limit + limit / 4) {
            return;
        }
        long next = (size - limit) / BLOCK * BLOCK;
        new Mark(next, mark.moved()).write(log);
        if (!hole.punch(log, low / BLOCK * BLOCK, next)) {
            // Half of it, or it would be copied whole for each quarter that comes.
            cut(log, mark.moved(), size - limit / 2, limit);
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

    /** The lines from a position on move to the beginning; all are lost where they can't: the bound counts for more. */
    private static void cut(Path log, long moved, long position, long most) throws IOException {
        long from = lineAt(log, moved, position);
        // As if a hole had been punched. What is before it may be written over then, and no more than that is.
        new Mark(from, moved).write(log);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long kept = copy(channel, from, Math.min(from, most));
            try {
                new Mark(0, moved + from, kept).write(log);
            } finally {
                channel.truncate(kept);
            }
        }
        new Mark(0, moved + from).write(log);
    }

    /** Until nothing has come meanwhile, or too much. @return how many bytes; none where they can't be copied */
    private static long copy(FileChannel channel, long from, long most) {
        long kept = 0;
        try {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (kept < most
                    && channel.read(chunk.clear().limit((int) Math.min(CHUNK, most - kept)), from + kept) > 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    kept += channel.write(chunk, kept);
                }
            }
            return kept;
        } catch (IOException full) {
            return 0;
        }
    }

    /** The first beginning of a line after a position; the position if it is in the last line. */
    private static long lineAt(Path log, long moved, long position) throws IOException {
        try (LogReader reader = LogReader.open(log)) {
            long end = reader.end();
            long line = reader.lineAt(moved + position, end);
            return line == end ? position : line - moved;
        }
    }
}

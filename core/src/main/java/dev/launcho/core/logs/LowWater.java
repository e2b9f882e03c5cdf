package dev.launcho.core.logs;

import dev.launcho.core.disk.SystemPrograms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * Keeps logs within their bound. The bytes before the {@link LogPosition} are released by punching a hole, so nothing in the
 * file moves and a writer never notices. The mark is on disk before the bytes are released; readers compare it before
 * and after they read. Any thread; one at a time may bound a log.
 *
 * <p>Where no holes can be punched, the newest lines move to the beginning and the log is cut behind them, as
 * logrotate's copytruncate does. Output between the last look and the cut is lost. The mark says how far lines have
 * moved, over all cuts, so that readers continue where they were. A cut needs nothing else, not even room on the disk.
 */
final class LowWater {
    /** No file system in use has larger blocks. */
    private static final long BLOCK = 4096;

    private static final int CHUNK = 1 << 20;
    private static final long PUNCH_SECONDS = 30;

    private LowWater() {}

    /** Releases the bytes from one position to another. */
    interface Hole {
        /** @return false where it can't be done */
        boolean punch(Path log, long from, long to) throws IOException;
    }

    /** Releases the bytes that are more than {@code limit} from the end, once the log exceeds the limit by a quarter. Blocks. */
    static void bound(Path log, long limit) throws IOException {
        bound(log, limit, LowWater::fallocate);
    }

    static void bound(Path log, long limit, Hole hole) throws IOException {
        settle(log);
        LogPosition mark = LogPosition.of(log);
        long size = Files.size(log);
        long low = mark.low(size);
        if (low != mark.low() || mark.isCutting()) {
            // The log was truncated since, and all bytes from now on are new; or a server ended during a cut.
            new LogPosition(low, mark.moved()).write(log);
        }
        if (size - low <= limit + limit / 4) {
            return;
        }
        long next = (size - limit) / BLOCK * BLOCK;
        new LogPosition(next, mark.moved()).write(log);
        if (!hole.punch(log, low / BLOCK * BLOCK, next)) {
            // Keeps half of the limit: otherwise the whole log would be copied for each quarter that comes.
            cut(log, mark.moved(), size - limit / 2, limit);
        }
    }

    /** Settles a truncation: the mark of a truncated log says nothing about its present bytes. */
    private static void settle(Path log) throws IOException {
        LogPosition mark = LogPosition.of(log);
        try (FileChannel channel = FileChannel.open(log)) {
            if (TruncatedLog.isSeen(channel, mark, Long.MIN_VALUE)) {
                TruncatedLog.settle(log, mark, Long.MIN_VALUE);
            }
        }
    }

    /** Runs fallocate(1) on bytes that are not released yet. @return false if that program, or the file system, can't */
    private static boolean fallocate(Path log, long from, long to) throws IOException {
        try {
            Process fallocate = new ProcessBuilder(
                            SystemPrograms.path("fallocate"),
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

    /** Moves the lines from a position on to the beginning. If that fails all are lost: the bound is more important. */
    private static void cut(Path log, long moved, long position, long most) throws IOException {
        long from = lineAt(log, moved, position);
        // The mark is as after punching a hole: the bytes before it may be overwritten, and no others are.
        new LogPosition(from, moved).write(log);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long kept = copy(channel, from, Math.min(from, most));
            try {
                new LogPosition(0, moved + from, kept).write(log);
            } finally {
                channel.truncate(kept);
            }
        }
        new LogPosition(0, moved + from).write(log);
    }

    /** Copies until nothing new has come, or too much. @return the number of bytes; 0 if they can't be copied */
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

    /** Returns the first beginning of a line after a position; the position if it is in the last line. */
    private static long lineAt(Path log, long moved, long position) throws IOException {
        try (LogReader reader = LogReader.open(log)) {
            long end = reader.end();
            long line = reader.lineAt(moved + position, end);
            return line == end ? position : line - moved;
        }
    }
}

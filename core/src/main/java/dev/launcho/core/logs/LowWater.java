package dev.launcho.core.logs;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The oldest byte that a log still has, kept in {@code INSTANCE.log.mark} beside it. What is before it is released by
 * punching a hole, so that offsets never move and a writer never notices. The mark is on disk before the bytes go;
 * readers look at it first. Any thread; one at a time may bound a log.
 */
final class LowWater {
    /** Of the file systems in use, none has larger blocks. */
    private static final long BLOCK = 4096;

    private static final long PUNCH_SECONDS = 30;

    private LowWater() {}

    static Path file(Path log) {
        return log.resolveSibling(log.getFileName() + ".mark");
    }

    /** The offset of the oldest byte that is still there; 0 again for a log that was truncated below its mark. */
    static long of(Path log) {
        try {
            long low = Long.parseLong(Files.readString(file(log)).trim());
            return low <= Files.size(log) ? low : 0;
        } catch (IOException | NumberFormatException none) {
            return 0;
        }
    }

    /** Releases what is more than {@code limit} bytes from the end, once that is a quarter more. Blocks. */
    static void bound(Path log, long limit) throws IOException {
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
        if (!punch(log, low / BLOCK * BLOCK, next)) {
            empty(log);
        }
    }

    /** fallocate(1), of what is not released yet. @return false where it, or the file system, can't */
    private static boolean punch(Path log, long from, long to) throws IOException {
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

    /** Loses what the log held: the bound counts for more. */
    private static void empty(Path log) throws IOException {
        Files.deleteIfExists(file(log));
        Files.newByteChannel(log, StandardOpenOption.WRITE).truncate(0).close();
    }
}

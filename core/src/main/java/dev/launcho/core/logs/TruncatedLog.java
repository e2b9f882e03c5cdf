package dev.launcho.core.logs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Begins a new epoch of a log that its program has truncated. The file's present bytes are counted on from where the
 * log was known to end. The loss is recorded as a {@link LogLoss}. Blocks; any thread, one at a time.
 *
 * <p>A truncation is seen by its missing {@link LogHeader}, or by a file that is smaller than it was known to be. It is
 * never seen twice, since the mark has changed by then.
 */
final class TruncatedLog {
    private static final Object ONE_AT_A_TIME = new Object();

    private TruncatedLog() {}

    /**
     * Returns whether a log has been truncated since.
     *
     * @param known an offset up to which the log had bytes, under this mark
     */
    static boolean isSeen(FileChannel log, LogPosition mark, long known) throws IOException {
        if (mark.isCutting()) {
            return false;
        }
        long size = log.size();
        return size < mark.low() || mark.moved() + size < known || LogHeader.isMissing(log, mark);
    }

    /**
     * Settles what {@link #isSeen} saw.
     *
     * @return false if another mark is in force by now, so that the caller has to look again
     */
    static boolean settle(Path log, LogPosition mark, long known) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel = FileChannel.open(log)) {
                return LogPosition.of(log).equals(mark) && isSeen(channel, mark, known) && begin(log, mark, known);
            }
        }
    }

    /** Settles that other bytes have replaced earlier ones, which the size of the file does not show. */
    static boolean rewritten(Path log, LogPosition mark, long known) throws IOException {
        synchronized (ONE_AT_A_TIME) {
            return LogPosition.of(log).equals(mark) && begin(log, mark, known);
        }
    }

    /** Writes the loss first: if the server dies in between, the truncation is noticed again, and reported once more. */
    private static boolean begin(Path log, LogPosition mark, long known) throws IOException {
        long from = mark.moved() + mark.low();
        long end = Math.max(from, Math.max(known, TimeIndex.of(log).end()));
        Instant at = Files.getLastModifiedTime(log).toInstant();
        new LogLoss(end, end - from, 1, at).after(LogLoss.of(log)).write(log);
        new LogPosition(0, end).write(log);
        return true;
    }
}

package dev.launcho.core.logs;

import dev.launcho.core.model.InstanceId;
import java.time.Instant;

/**
 * Some bytes of one log: whole lines, except where a line is longer than 64 KiB or has no end yet.
 *
 * @param process the process whose instance wrote it; empty, like all else, if nothing came for a while
 * @param at time by which it had been written, exact to a second, mostly to a quarter of a second
 * @param offset offset of the first byte that was examined, counted from the first byte ever written into that log
 * @param next offset at which to continue; more bytes than {@code bytes} may lie between, if lines were left out
 * @param bytes as they were written; none where a log begins or no line matched
 * @param lost number of bytes that are gone before this; then {@code bytes} are a line of ours that says so. 0 if the
 *     number is unknown, {@link #NOTHING} in a part of the log itself
 */
public record LogPart(String process, String instance, Instant at, long offset, long next, byte[] bytes, long lost) {
    public static final long NOTHING = -1;

    /** Makes a part of the log itself. */
    public LogPart(String process, String instance, Instant at, long offset, long next, byte[] bytes) {
        this(process, instance, at, offset, next, bytes, NOTHING);
    }

    /** Returns a part that says that nothing came for a while. */
    static LogPart silence() {
        return new LogPart("", "", Instant.now(), 0, 0, new byte[0]);
    }

    static LogPart of(LogSpool.Entry log, Instant at, long offset, long next, byte[] bytes) {
        InstanceId id = log.instance();
        return new LogPart(log.process(), id.name(), at, offset, next, bytes);
    }

    /** Returns a part that reports a loss at its place. */
    static LogPart of(LogSpool.Entry log, LogLoss loss, byte[] line) {
        long offset = loss.offset();
        return new LogPart(log.process(), log.instance().name(), loss.at(), offset, offset, line, loss.bytes());
    }

    /** Returns a part at the same place with other bytes. */
    public LogPart with(byte[] others) {
        return new LogPart(process, instance, at, offset, next, others, lost);
    }

    public boolean isSilence() {
        return process.isEmpty();
    }
}

package dev.launcho.core.logs;

import dev.launcho.core.model.InstanceId;
import java.time.Instant;

/**
 * Some bytes of one log: whole lines, but where a line is longer than 64 KiB or has no end yet.
 *
 * @param process whose instance wrote it; empty, and all else with it, if there was nothing for a while
 * @param at when it had been written, as exactly as that is known: within a second, mostly within a quarter
 * @param offset of the first byte that was looked at, counted from the first that was ever written into that log
 * @param next where to go on after it; what lies between may be more than {@code bytes}, if lines were left out
 * @param bytes as they were written; none where a log is begun or nothing matched
 */
public record LogPart(String process, String instance, Instant at, long offset, long next, byte[] bytes) {
    /** Nothing for a while. */
    static LogPart silence() {
        return new LogPart("", "", Instant.now(), 0, 0, new byte[0]);
    }

    static LogPart of(LogSpool.Entry log, Instant at, long offset, long next, byte[] bytes) {
        InstanceId id = log.instance();
        return new LogPart(log.process(), id.name(), at, offset, next, bytes);
    }

    LogPart with(byte[] others) {
        return new LogPart(process, instance, at, offset, next, others);
    }

    public boolean isSilence() {
        return process.isEmpty();
    }
}

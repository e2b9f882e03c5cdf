package dev.launcho.core.logs;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The bytes of a log that are gone because its program truncated it: {@code INSTANCE.log.lost} beside it. All that the
 * log still has was written after the last loss, so one record covers every loss. Immutable.
 *
 * @param offset offset of the first byte that was written after the last loss
 * @param bytes number of bytes known to be gone, in all; 0 if none was seen before
 * @param times number of losses
 * @param at when the last loss was noticed
 */
public record LogLoss(long offset, long bytes, int times, Instant at) {
    static Path file(Path log) {
        return log.resolveSibling(log.getFileName() + ".lost");
    }

    static Optional<LogLoss> of(Path log) {
        try {
            String[] numbers = Files.readString(file(log)).trim().split(" ");
            return Optional.of(new LogLoss(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Integer.parseInt(numbers[2]),
                    Instant.ofEpochMilli(Long.parseLong(numbers[3]))));
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
    }

    /** Returns this loss, added to those that were known before. */
    LogLoss after(Optional<LogLoss> earlier) {
        return earlier.map(e -> new LogLoss(offset, e.bytes + bytes, e.times + times, at))
                .orElse(this);
    }

    /** Writes the record, which is on disk when this returns. */
    void write(Path log) throws IOException {
        AtomicFiles.write(file(log), offset + " " + bytes + " " + times + " " + at.toEpochMilli());
    }

    /** Returns one line for the user, without a line end: what is gone, why, and what to write instead. */
    public String sentence() {
        String what = bytes == 0
                ? "the beginning of this log may be lost"
                : String.format(Locale.ROOT, "at least %,d bytes of this log were lost", bytes);
        String often = times == 1 ? "" : " (" + times + " times)";
        return "launcho: " + what + often + ": the program opened /dev/stderr or /dev/stdout anew, which truncates it;"
                + " let it write with >>/dev/stderr or >&2";
    }
}

package dev.launcho.core.logs;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The line with which the file of a log begins. It does not belong to the log: the {@link LogPosition} leaves it out. A
 * program that opens {@code /dev/stderr} for writing truncates its log, and this line is then gone, however much the
 * file has grown since.
 */
final class LogHeader {
    private static final byte[] LINE = "# launcho: the log begins here.\n".getBytes(StandardCharsets.US_ASCII);

    /** Offsets count from the first byte behind the header. */
    static final LogPosition MARK = new LogPosition(LINE.length, -LINE.length);

    private LogHeader() {}

    /** Makes the file of a new log, which only its owner can read. */
    static void create(Path log) throws IOException {
        Folders.make(log.toAbsolutePath().getParent(), "rwx------");
        try {
            // Not durable: after a crash of the machine nobody writes to this log any more.
            write(LogPosition.file(log), MARK.text().getBytes(StandardCharsets.US_ASCII));
            write(log, LINE);
        } catch (IOException e) {
            throw FileFailure.writing(log, e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = AtomicFiles.create(file)) {
            channel.write(ByteBuffer.wrap(bytes));
        }
    }

    /** Returns whether the header should be there and is not. */
    static boolean isMissing(FileChannel log, LogPosition mark) throws IOException {
        return mark.equals(MARK) && !Arrays.equals(head(log), LINE);
    }

    /** Returns the first bytes of a file, as many as a header has; fewer if the file is shorter. */
    static byte[] head(FileChannel log) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(LINE.length);
        while (head.hasRemaining() && log.read(head, head.position()) > 0) {}
        return Arrays.copyOf(head.array(), head.position());
    }
}

package dev.launcho.core.process.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The processes that have a file open for writing, which the kernel therefore does not execute: execve(2), ETXTBSY. Only
 * processes that the server may look into are seen. Reads the descriptors of all of them, so it is for rare questions.
 */
public final class FileWriters {
    /** Bytes of a descriptor's description that are read: far more than its first two lines have. */
    static final int MOST_BYTES = 4096;

    private FileWriters() {}

    /** Returns one writer, as {@code PID 4711 (curl)}; empty if none is seen. */
    public static Optional<String> of(Path file) {
        for (ProcFs.Stat process : ProcFs.all()) {
            if (writes(Path.of("/proc/" + process.pid()), file)) {
                return Optional.of("PID " + process.pid() + " (" + process.name() + ")");
            }
        }
        return Optional.empty();
    }

    private static boolean writes(Path process, Path file) {
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path fd : fds) {
                if (leadsTo(fd, file) && isForWriting(process.resolve("fdinfo").resolve(fd.getFileName()))) {
                    return true;
                }
            }
            return false;
        } catch (IOException | RuntimeException goneOrNotOurs) {
            return false;
        }
    }

    private static boolean leadsTo(Path fd, Path file) {
        try {
            return Files.readSymbolicLink(fd).equals(file);
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean isForWriting(Path info) throws IOException {
        try (InputStream in = Files.newInputStream(info)) {
            return isForWriting(in);
        }
    }

    /**
     * Reads the flags of a descriptor, in octal: open(2). The last two bits are 1 for writing, 2 for both. They stand in the
     * second line; a process can make the lines after it as many as it has locks, so those are left.
     */
    static boolean isForWriting(InputStream info) throws IOException {
        return new String(info.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("flags:"))
                .anyMatch(line -> (Long.parseLong(line.substring(6).strip(), 8) & 3) != 0);
    }
}

package dev.launcho.core.disk;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what went wrong with a file, whatever the system calls that in its user's language. It goes by the class of
 * the exception and the state of the file system, since Java gives no error number. Blocks; any thread.
 */
public final class FileFailure {
    /** The free bytes below which a disk counts as full. A file system takes whole blocks, so the last bytes may be of no use. */
    static final long LITTLE = 64 << 10;

    private static final int LONGEST_NAME = 255;
    private static final long STAT_SECONDS = 5;

    private FileFailure() {}

    /**
     * Returns the failure, or a {@link DiskFull} if that is its cause. Call it at once, before the part written so far
     * is removed.
     *
     * @param where the file that could not be written
     */
    public static IOException writing(Path where, IOException cause) {
        return writing(where, cause, LITTLE);
    }

    /** @param size least number of bytes that were to be written */
    public static IOException writing(Path where, IOException cause, long size) {
        if (cause instanceof DiskFull || isOfItsOwnClass(cause)) {
            return cause;
        }
        Path there = existing(where);
        try {
            FileStore store = Files.getFileStore(there);
            if (store.getUsableSpace() < Math.max(LITTLE, size)) {
                return DiskFull.room(where, cause);
            }
            return freeInodes(there) == 0 ? DiskFull.inodes(where, cause) : cause;
        } catch (IOException unknown) {
            return cause;
        }
    }

    /** Returns one line in English: the file, and what is wrong with it. */
    public static String words(IOException e) {
        if (e instanceof FileSystemException failure && failure.getFile() != null) {
            String other = failure.getOtherFile() == null ? "" : " -> " + failure.getOtherFile();
            return failure.getFile() + other + ": " + reason(failure);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Returns what is wrong, for a sentence that has named the file already. */
    public static String reason(IOException e) {
        if (e instanceof DiskFull full) {
            return full.reason();
        }
        return e instanceof FileSystemException failure && failure.getFile() != null ? reason(failure) : words(e);
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (e instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (e instanceof NotLinkException) {
            return "it is not a symbolic link";
        }
        if (e instanceof FileSystemLoopException) {
            return "its symbolic links form a loop";
        }
        return seen(Path.of(e.getFile()), e);
    }

    /** Explains a failure that Java has no class for, as far as it can be seen; otherwise in the system's own words. */
    private static String seen(Path file, FileSystemException e) {
        if (isDescriptorMissing()) {
            return "no more open files are allowed (ulimit -n)";
        }
        if (file.getFileName() != null
                && file.getFileName().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            return "the name is longer than " + LONGEST_NAME + " bytes";
        }
        Path there = existing(file);
        if (!there.equals(file.toAbsolutePath()) && !Files.isDirectory(there)) {
            return there + " is not a folder";
        }
        if (Files.isDirectory(file)) {
            return isReadOnly(file) ? "its file system is read-only" : "it is a folder, or in use";
        }
        if (isReadOnly(there)) {
            return "its file system is read-only";
        }
        return e.getReason() == null ? "it can't be used" : e.getReason();
    }

    private static boolean isOfItsOwnClass(IOException e) {
        return e instanceof FileSystemException && !e.getClass().equals(FileSystemException.class);
    }

    /**
     * A lack of permission has an exception of its own, so here a file that can't be written means a read-only file
     * system. Java gives wrong answers about bind mounts.
     */
    private static boolean isReadOnly(Path file) {
        return !Files.isWritable(file);
    }

    private static boolean isDescriptorMissing() {
        try (FileInputStream one = new FileInputStream("/dev/null")) {
            return one.available() < 0;
        } catch (IOException noneLeft) {
            return true;
        }
    }

    /** Returns the nearest existing file or folder on the way up. */
    private static Path existing(Path file) {
        Path there = file.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /**
     * Returns the free inodes as stat(1) counts them, since Java can't; -1 where that is unknown, or the file system
     * has no fixed number.
     */
    private static long freeInodes(Path there) {
        try {
            Process stat = new ProcessBuilder(SystemPrograms.path("stat"), "-f", "-c", "%c %d", there.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stat.getOutputStream().close();
            if (!stat.waitFor(STAT_SECONDS, TimeUnit.SECONDS)) {
                stat.destroyForcibly();
                return -1;
            }
            String[] numbers = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            return numbers.length == 2 && !numbers[0].equals("0") ? Long.parseLong(numbers[1]) : -1;
        } catch (IOException | NumberFormatException unknown) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}

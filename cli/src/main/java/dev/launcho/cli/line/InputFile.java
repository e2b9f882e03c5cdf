package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that a user named. */
public final class InputFile {
    private InputFile() {}

    /**
     * @param file {@code -} is standard input
     * @param largest more bytes are a failure
     */
    public static byte[] bytes(Console console, String file, int largest) throws Failure {
        try (InputStream in = file.equals("-") ? console.in() : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new Failure(ExitCode.INVALID, shown(file) + " is larger than " + largest + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw file.equals("-")
                    ? new Failure(ExitCode.FAILED, "standard input can't be read: " + FileFailure.reason(e))
                    : unreadable(Path.of(file), e);
        }
    }

    /** Returns the name of the file for messages. */
    static String shown(String file) {
        return file.equals("-") ? "standard input" : file;
    }

    public static Failure unreadable(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new Failure(ExitCode.NOT_FOUND, "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            return new Failure(ExitCode.FAILED, file + " is a folder");
        }
        return new Failure(ExitCode.FAILED, file + " can't be read: " + FileFailure.reason(cause));
    }
}

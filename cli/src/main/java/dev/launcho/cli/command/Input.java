package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that a user named. */
final class Input {
    private Input() {}

    /**
     * @param file {@code -} is standard input
     * @param largest more bytes are a failure
     */
    static byte[] bytes(Console console, String file, int largest) throws Failure {
        try (InputStream in = file.equals("-") ? console.in() : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new Failure(ExitCode.INVALID, file + " is larger than " + largest + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(Path.of(file), e);
        }
    }

    static Failure unreadable(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new Failure(ExitCode.NOT_FOUND, "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            return new Failure(ExitCode.FAILED, file + " is a folder");
        }
        return new Failure(ExitCode.FAILED, file + " can't be read: " + cause.getMessage());
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.InputFile;
import dev.launcho.cli.line.TargetCheck;
import dev.launcho.cli.render.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of a target that a folder's settings name, as it was read.
 *
 * @param path absolute
 */
record TargetFile(Path path, byte[] text) {
    /**
     * @param folder absolute
     * @param file from the folder on
     */
    static TargetFile read(Console console, Path folder, String file) throws Failure {
        Path path = shortest(folder.resolve(file));
        return new TargetFile(path, InputFile.bytes(console, path.toString(), TargetCheck.LARGEST));
    }

    /** Returns a path without {@code ..}, if that is the same file: behind a link it may be another. */
    private static Path shortest(Path path) {
        try {
            return Files.isSameFile(path, path.normalize()) ? path.normalize() : path;
        } catch (IOException e) {
            return path;
        }
    }

    /** Returns its name for messages. */
    String name() {
        return path.toString();
    }

    /** Returns the paths by which a walk that follows no link meets the file: the path itself, and where it leads. */
    List<Path> entries() throws Failure {
        try {
            return List.of(path.getParent().toRealPath().resolve(path.getFileName()), path.toRealPath());
        } catch (IOException e) {
            throw InputFile.unreadable(path, e);
        }
    }

    /** Returns lines for the user; none if the target is valid. */
    List<String> problems() {
        return TargetCheck.problems(name(), text);
    }
}

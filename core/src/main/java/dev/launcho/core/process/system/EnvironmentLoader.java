package dev.launcho.core.process.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A program of the machine that can start another one with any environment; shells know only variables whose names they
 * can write. It costs some milliseconds more than a shell.
 *
 * @param words the program and its arguments; the arguments of the script follow them
 */
public record EnvironmentLoader(List<String> words) {
    public EnvironmentLoader {
        words = List.copyOf(words);
    }

    public static EnvironmentLoader perl(Path program) throws IOException {
        return new EnvironmentLoader(List.of(program.toString(), "-e", ShimScripts.words("loader.pl")));
    }

    public static EnvironmentLoader python(Path program) throws IOException {
        return new EnvironmentLoader(List.of(program.toString(), "-I", "-S", "-c", ShimScripts.words("loader.py")));
    }
}

package dev.launcho.core.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs of the operating system that the server starts for itself, by absolute path. They are looked up in the system's
 * folders only. PATH is ignored: a server that runs as root must not start a program that another user has put there.
 */
public final class SystemPrograms {
    /** Searched in this order. */
    public static final List<String> FOLDERS =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/run/current-system/sw/bin");

    private SystemPrograms() {}

    /** Returns the path of a program; empty if no folder has it. */
    public static Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the path of a program. If there is none, it can't be started: that fails as usual, with an {@code IOException}. */
    public static String path(String name) {
        return find(name).orElse(Path.of(FOLDERS.get(0), name)).toString();
    }
}

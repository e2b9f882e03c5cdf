package dev.launcho.cli.server;

import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A home that the server of commit ae52846 has written, with the output of its own commands beside it ({@code said}).
 * Its target has every key which that server knew. It was left with {@code shutdown --leave-running}. All its keys and
 * tokens were made for this test. README.md in its folder says how it was made.
 */
final class EarlierHome {
    private static final String FOLDER = "/dev/launcho/cli/earlier-home/";

    /** Git keeps no empty folder, and the home had these. */
    private static final List<String> FOLDERS = List.of("instances", "logs", "revisions", "storage", "work");

    private EarlierHome() {}

    /** Copies the home, and the key of its secrets beside it, with the permissions that the server gave them. */
    static HomeDirectory copy(Path dir) throws IOException {
        Path from = resource("home");
        Path home = dir.resolve("home");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                put(file, home.resolve(from.relativize(file).toString()));
            }
        }
        for (String folder : FOLDERS) {
            Files.createDirectories(home.resolve(folder));
        }
        put(resource("home-secret.key"), dir.resolve("home-secret.key"));
        return new HomeDirectory(home);
    }

    private static void put(Path from, Path to) throws IOException {
        boolean folder = Files.isDirectory(from);
        if (folder) {
            Files.createDirectories(to);
        } else {
            Files.copy(from, to);
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(folder ? "rwx------" : "rw-------"));
    }

    /** Returns a file of the folder as text. */
    static String text(String name) {
        try {
            return Files.readString(resource(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(EarlierHome.class.getResource(FOLDER + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}

package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Optional;

/** A file of ignore patterns. */
final class IgnoreFile {
    static final String OURS = ".launchoignore";
    static final String GIT = ".gitignore";

    private static final int MOST_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private IgnoreFile() {}

    /** Returns the patterns of {@code .launchoignore} in the order of the file; none if there is no such file. */
    static List<IgnorePattern> ours(OpenFolder folder) throws Failure {
        return read(folder, OURS)
                .orElseThrow(() -> new Failure(
                        ExitCode.INVALID,
                        shown(folder, OURS) + " is not a regular file, nothing sent",
                        "put a file in its place: without it, files that it names would be sent"));
    }

    /** As {@link #ours}, but of {@code .gitignore}. As with Git, one that is a link counts as absent, which is noted. */
    static List<IgnorePattern> git(OpenFolder folder, ListingNotices notices) throws Failure {
        Optional<List<IgnorePattern>> patterns = read(folder, GIT);
        if (patterns.isEmpty()) {
            notices.add(shown(folder, GIT) + " is not a regular file, so it counts as absent, as with Git");
        }
        return patterns.orElse(List.of());
    }

    /** @return empty if it is there, and not a regular file */
    private static Optional<List<IgnorePattern>> read(OpenFolder folder, String file) throws Failure {
        Path name = Path.of(file);
        try {
            PosixFileAttributes found = folder.attributes(name);
            return found.isRegularFile() ? Optional.of(read(folder, name, found.size())) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(List.of());
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    shown(folder, file) + " can't be read: " + FileFailure.reason(e) + ", nothing sent",
                    "without it, files that it names would be sent");
        }
    }

    private static List<IgnorePattern> read(OpenFolder folder, Path name, long size) throws Failure, IOException {
        if (size > MOST_BYTES) {
            throw new Failure(ExitCode.INVALID, shown(folder, name.toString()) + " is larger than 1 MiB, nothing sent");
        }
        try (InputStream in = folder.file(name, size)) {
            return patterns(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        }
    }

    private static String shown(OpenFolder folder, String name) {
        return RawName.shown(RawName.of(folder.path().resolve(name)));
    }

    /** @param text one character for each byte */
    static List<IgnorePattern> patterns(String text) {
        String body = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        return List.of(body.split("\n", -1)).stream()
                .map(IgnorePattern::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}

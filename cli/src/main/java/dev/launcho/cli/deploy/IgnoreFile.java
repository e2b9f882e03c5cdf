package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file of ignore patterns. As with Git, one that is a link counts as absent. */
final class IgnoreFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    private IgnoreFile() {}

    /** Returns the patterns in the order of the file; none if there is no such file. */
    static List<IgnorePattern> read(Path file) throws Failure {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Failure(ExitCode.INVALID, file + " is larger than 1 MiB, nothing sent");
            }
            return patterns(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    file + " can't be read: " + FileFailure.reason(e) + ", nothing sent",
                    "without it, files that it names would be sent");
        }
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

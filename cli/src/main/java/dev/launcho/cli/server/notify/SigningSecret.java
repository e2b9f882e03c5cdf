package dev.launcho.cli.server.notify;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.FileOwner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/** The file of a secret that signs messages: only its owner, root or the server's user, may read it. */
final class SigningSecret {
    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final int LONGEST = 4096;

    private SigningSecret() {}

    /**
     * Returns the secret: the file's bytes without white space at its ends.
     *
     * @param place the key of the config, for messages
     * @throws IllegalArgumentException with one line for the user
     */
    static byte[] read(String place, String name) {
        Path file = Path.of(name);
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(
                        place + ": " + name + " is no file: make one, umask 077; openssl rand -hex 32 > " + name);
            }
            Optional<String> other = FileOwner.other(file);
            if (other.isPresent()) {
                throw new IllegalArgumentException(place + ": " + name + " belongs to " + other.get()
                        + ", who can read and change it: chown it to the server's user");
            }
            Set<PosixFilePermission> has = Files.getPosixFilePermissions(file);
            if (!Collections.disjoint(has, OF_OTHERS)) {
                throw new IllegalArgumentException(place + ": " + name + " is open to others ("
                        + PosixFilePermissions.toString(has) + "): chmod 600 " + name);
            }
            return bytes(place, file);
        } catch (IOException e) {
            throw new IllegalArgumentException(place + ": " + name + " can't be read: " + FileFailure.words(e), e);
        }
    }

    private static byte[] bytes(String place, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] all = in.readNBytes(LONGEST + 1);
            byte[] secret = new String(all, StandardCharsets.ISO_8859_1).strip().getBytes(StandardCharsets.ISO_8859_1);
            if (all.length > LONGEST || secret.length == 0) {
                throw new IllegalArgumentException(place + ": " + file + " is "
                        + (secret.length == 0 ? "empty" : "longer than " + LONGEST + " bytes")
                        + ": make one, openssl rand -hex 32 > " + file);
            }
            return secret;
        }
    }
}

package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The files that give access to something. Whoever has a read-only token can download a resource, and so would have
 * them, too.
 */
final class CredentialFiles {
    private static final List<String> OUR_ENDS =
            List.of("launcho-client-auth.yaml", "launcho-server-auth.yaml", "launcho-extra-secrets.yaml");
    private static final Set<String> KEYS = Set.of("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519");
    private static final String ENVIRONMENT = ".env";
    private static final int LOOK = 64 << 10;

    private CredentialFiles() {}

    /** Returns whether a file is one of Launcho itself, which is never packed. @param name without folders */
    static boolean isOurs(String name) {
        return OUR_ENDS.stream().anyMatch(name::endsWith);
    }

    /**
     * Returns whether a file may have a password or a private key, so that it is packed only if the user says so.
     *
     * @param folder the file's
     */
    static boolean isSuspect(OpenFolder folder, Path file, long size) throws IOException {
        String name = RawName.of(file);
        if (name.startsWith(ENVIRONMENT) || KEYS.contains(name)) {
            return true;
        }
        if (!name.endsWith(".pem") && !name.endsWith(".key")) {
            return false;
        }
        try (InputStream in = folder.file(file, size)) {
            return new String(in.readNBytes(LOOK), StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----");
        }
    }

    /** @param name from the folder on, a {@link RawName} */
    static Failure refusal(String name) {
        return new Failure(
                ExitCode.INVALID,
                RawName.shown(name)
                        + " may have a password or a private key, and every token of the server can read it,"
                        + " nothing sent",
                "name it in .launchoignore; or, to send it, write !/" + RawName.shown(name) + " there");
    }
}

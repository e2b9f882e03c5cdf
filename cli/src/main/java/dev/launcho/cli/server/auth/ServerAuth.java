package dev.launcho.cli.server.auth;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server's auth file, which is generated on the first start. */
public final class ServerAuth {
    private ServerAuth() {}

    /** @param generated whether the file was made just now */
    public record Loaded(Auth auth, boolean generated) {}

    /** Adds a read-only token to a file of an earlier Launcho, which has none; does nothing if the file can't be written. */
    private static Auth withReadOnlyToken(Path file, Auth auth) throws IOException {
        if (!auth.readOnlyToken().isEmpty() || !Files.isWritable(file)) {
            return auth;
        }
        Auth both = Auth.ofServer(auth.host(), auth.cert(), auth.privateKey(), auth.token(), Tokens.generate());
        String text = Files.readString(file);
        String line = (text.endsWith("\n") ? "" : "\n") + "read_only_token: " + both.readOnlyToken() + "\n";
        DurableFile.writePrivate(file, (text + line).getBytes(StandardCharsets.UTF_8));
        return both;
    }

    /**
     * Reads the file, or generates it (mode 0600) with a new certificate, key and two tokens.
     *
     * @param adminPort the port in the placeholder of {@code host}
     * @throws AuthFile.Bad if the file can't be used; a missing private key is found only when TLS is set up
     */
    public static Loaded loadOrGenerate(Path file, int adminPort) throws IOException, AuthFile.Bad {
        if (Files.exists(file)) {
            return new Loaded(withReadOnlyToken(file, AuthFile.read(file)), false);
        }
        Certificates.Pair pair = Certificates.generate();
        Auth auth = Auth.ofServer(
                Auth.PLACEHOLDER + ":" + adminPort,
                pair.certificate(),
                pair.privateKey(),
                Tokens.generate(),
                Tokens.generate());
        DurableFile.writePrivate(file, AuthFile.format(auth).getBytes(StandardCharsets.UTF_8));
        return new Loaded(auth, true);
    }
}

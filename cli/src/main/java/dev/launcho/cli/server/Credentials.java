package dev.launcho.cli.server;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The tokens that are good now, and their file. Any thread. */
public final class Credentials {
    private final Path file;
    private volatile Auth auth;

    /** @param auth what {@code file} has */
    public Credentials(Path file, Auth auth) {
        this.file = file;
        this.auth = auth;
    }

    /** Which of the two tokens. */
    public enum Kind {
        ADMIN,
        READ_ONLY
    }

    Auth auth() {
        return auth;
    }

    /** Makes a new token, writes it down, and forgets the old one. */
    synchronized String rotate(Kind kind) throws IOException {
        String token = Tokens.generate();
        Auth now = auth;
        Auth next = switch (kind) {
            case ADMIN -> Auth.ofServer(now.host(), now.cert(), now.privateKey(), token, now.readOnlyToken());
            case READ_ONLY -> Auth.ofServer(now.host(), now.cert(), now.privateKey(), now.token(), token);
        };
        DurableFile.writePrivate(file, AuthFile.format(next).getBytes(StandardCharsets.UTF_8));
        auth = next;
        return token;
    }
}

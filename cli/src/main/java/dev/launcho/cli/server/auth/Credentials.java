package dev.launcho.cli.server.auth;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.DurableFile;
import dev.launcho.cli.server.http.RequestAuthenticator;
import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The tokens that are valid now, and the auth file. Any thread. */
public final class Credentials {
    private final Path file;
    private final NamedTokens named;
    private volatile Auth auth;

    /** Makes credentials with no tokens but those of the auth file. @param auth the content of {@code file} */
    public Credentials(Path file, Auth auth) {
        this(file, auth, NamedTokens.none(new TokenFile(file.resolveSibling("launcho-tokens.json"))));
    }

    public Credentials(Path file, Auth auth, NamedTokens named) {
        this.file = file;
        this.auth = auth;
        this.named = named;
    }

    /** Returns the tokens that users have made. */
    public NamedTokens named() {
        return named;
    }

    /** The two tokens of the auth file. */
    public enum Kind {
        ADMIN,
        READ_ONLY
    }

    public Auth auth() {
        return auth;
    }

    /** Returns the valid token of a name; empty if there is none. */
    Optional<TokenIdentity> identity(String name) {
        Auth now = auth;
        if (name.equals(RequestAuthenticator.ADMIN)) {
            return builtIn(name, now.token(), Access.CHANGE);
        }
        if (name.equals(RequestAuthenticator.READ_ONLY)) {
            return builtIn(name, now.readOnlyToken(), Access.READ);
        }
        return named.named(name)
                .filter(token -> !token.isExpired(named.now()))
                .map(token -> new TokenIdentity(name, token.hash(), token.admission()));
    }

    private static Optional<TokenIdentity> builtIn(String name, String token, Access access) {
        return token.isEmpty()
                ? Optional.empty()
                : Optional.of(new TokenIdentity(name, NamedToken.hash(token), Admission.to(access, name)));
    }

    /**
     * Replaces a token with a new one, which is on disk when this returns.
     *
     * @param stillAdmitted whether the request would be admitted now: another one may have replaced its token meanwhile
     * @return the new token; empty if the request would not be admitted
     */
    public synchronized Optional<String> rotate(Kind kind, BooleanSupplier stillAdmitted) throws IOException {
        if (!stillAdmitted.getAsBoolean()) {
            return Optional.empty();
        }
        String token = Tokens.generate();
        Auth now = auth;
        Auth next = switch (kind) {
            case ADMIN -> Auth.ofServer(now.host(), now.cert(), now.privateKey(), token, now.readOnlyToken());
            case READ_ONLY -> Auth.ofServer(now.host(), now.cert(), now.privateKey(), now.token(), token);
        };
        DurableFile.writePrivate(file, AuthFile.format(next).getBytes(StandardCharsets.UTF_8));
        auth = next;
        return Optional.of(token);
    }
}

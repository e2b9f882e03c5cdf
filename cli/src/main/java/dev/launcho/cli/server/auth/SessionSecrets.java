package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.http.RequestAuthenticator.Credential;

/**
 * The two secrets of a session, which a request needs together. Browsers send a cookie to every port of a host (RFC 6265, 8.5), so
 * that a program of another user of that host gets it, and can set it; the key they give to pages of this very origin only.
 *
 * @param cookie 256 random bits in hex
 * @param pageKey the same; independent of the cookie
 */
public record SessionSecrets(String cookie, String pageKey) {
    static SessionSecrets generate() {
        return new SessionSecrets(Tokens.generate(), Tokens.generate());
    }

    static SessionSecrets of(Credential credential) {
        return new SessionSecrets(credential.session(), credential.pageKey());
    }

    /** Returns the id of the session, which is not secret. */
    String id() {
        return NamedToken.hash(cookie);
    }

    String keyHash() {
        return NamedToken.hash(pageKey);
    }
}

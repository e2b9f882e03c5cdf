package dev.launcho.cli.protocol;

/**
 * What a client needs to be let in, and (with the private key) what a server needs to be recognised.
 *
 * @param host {@code host:port} of the admin endpoint, as a client reaches it
 * @param cert certificate, PEM
 * @param privateKey PKCS #8, PEM; empty on a client
 * @param token sent with each request; never printed but by {@code print-auth}
 * @param readOnlyToken a server's second token, for those who may only look; empty on a client, and where there is none
 * @param isProtected on a client: ask before anything is changed there
 */
public record Auth(
        String host, String cert, String privateKey, String token, String readOnlyToken, boolean isProtected) {
    /** What {@code host} starts with until somebody edits it. */
    public static final String PLACEHOLDER = "change-me-to-point-to-the-server.example.com";

    public static final int DEFAULT_PORT = 12888;

    /** A server's. */
    public static Auth ofServer(String host, String cert, String privateKey, String token, String readOnlyToken) {
        return new Auth(host, cert, privateKey, token, readOnlyToken, false);
    }

    /** A client's. */
    public static Auth ofClient(String host, String cert, String token) {
        return new Auth(host, cert, "", token, "", false);
    }

    /** Keeps token and key out of logs and exception messages. */
    @Override
    public String toString() {
        return "Auth[" + host + "]";
    }
}

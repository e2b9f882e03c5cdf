package dev.launcho.cli.protocol;

/**
 * What a client needs to be let in, and (with the private key) what a server needs to be recognised.
 *
 * @param host {@code host:port} of the admin endpoint, as a client reaches it
 * @param cert certificate, PEM
 * @param privateKey PKCS #8, PEM; empty on a client
 * @param token sent with each request; never printed but by {@code print-auth}
 */
public record Auth(String host, String cert, String privateKey, String token) {
    /** What {@code host} starts with until somebody edits it. */
    public static final String PLACEHOLDER = "change-me-to-point-to-the-server.example.com";

    public static final int DEFAULT_PORT = 12888;

    /** Keeps token and key out of logs and exception messages. */
    @Override
    public String toString() {
        return "Auth[" + host + "]";
    }
}

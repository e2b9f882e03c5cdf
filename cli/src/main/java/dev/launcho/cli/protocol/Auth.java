package dev.launcho.cli.protocol;

/**
 * The content of an auth file. It is what a client needs to be admitted. With the private key it is also what a server needs
 * to prove its identity.
 *
 * @param host {@code host:port} of the admin endpoint, as a client reaches it
 * @param cert certificate, PEM
 * @param privateKey PKCS #8, PEM; empty on a client
 * @param token sent with each request; never printed but by {@code print-auth}
 * @param readOnlyToken a server's second token, for read access; empty on a client, or if there is none
 * @param isProtected on a client: ask before anything is changed on that server
 * @param client the certificate that a client shows
 */
public record Auth(
        String host,
        String cert,
        String privateKey,
        String token,
        String readOnlyToken,
        boolean isProtected,
        ClientCertificate client) {
    /** The start of {@code host} until a user edits it. */
    public static final String PLACEHOLDER = "change-me-to-point-to-the-server.example.com";

    public static final int DEFAULT_PORT = 12888;

    /**
     * The certificate that a client shows to a server that asks for one.
     *
     * @param cert PEM, followed by intermediate certificates if any are needed; empty if there is none
     * @param key PKCS #8, PEM
     */
    public record ClientCertificate(String cert, String key) {
        public static final ClientCertificate NONE = new ClientCertificate("", "");

        /** Keeps the key out of logs and exception messages. */
        @Override
        public String toString() {
            return "ClientCertificate";
        }
    }

    /** Makes an auth file's content without a client certificate. */
    public Auth(String host, String cert, String privateKey, String token, String readOnlyToken, boolean isProtected) {
        this(host, cert, privateKey, token, readOnlyToken, isProtected, ClientCertificate.NONE);
    }

    /** Returns a copy with another token. */
    public Auth withToken(String other) {
        return new Auth(host, cert, privateKey, other, readOnlyToken, isProtected, client);
    }

    /** Returns the certificate that a client with this file shows: if it has none, the server's own, if its key is here. */
    public ClientCertificate shown() {
        return client.cert().isEmpty() && !privateKey.isEmpty() ? new ClientCertificate(cert, privateKey) : client;
    }

    /** Returns the content for a server. */
    public static Auth ofServer(String host, String cert, String privateKey, String token, String readOnlyToken) {
        return new Auth(host, cert, privateKey, token, readOnlyToken, false);
    }

    /** Returns the content for a client. */
    public static Auth ofClient(String host, String cert, String token) {
        return new Auth(host, cert, "", token, "", false);
    }

    /** Keeps token and key out of logs and exception messages. */
    @Override
    public String toString() {
        return "Auth[" + host + "]";
    }
}

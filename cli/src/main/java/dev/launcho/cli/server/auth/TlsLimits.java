package dev.launcho.cli.server.auth;

/** Limits of what a client may choose in TLS, for the whole JVM. Java reads them at the first use of TLS. */
public final class TlsLimits {
    /**
     * The groups of the admin endpoint, and of health checks by HTTPS. An application's certificate may be of any of these curves.
     * One handshake with ffdhe8192 takes 20 to 40 ms of processor time.
     */
    private static final String GROUPS = "x25519,secp256r1,secp384r1,secp521r1";

    private TlsLimits() {}

    /** Sets the limits, and leaves groups that a user has set for this JVM. */
    public static void apply() {
        // Else a TLS 1.2 client could make the server compute keys repeatedly.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        if (System.getProperty("jdk.tls.namedGroups") == null) {
            System.setProperty("jdk.tls.namedGroups", GROUPS);
        }
    }

    /** Returns whether a suite agrees on its key by elliptic curves: with DHE the cost of a handshake is the client's choice. */
    static boolean isCheap(String suite) {
        return suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"); // Those of TLS 1.3 name no key agreement.
    }
}

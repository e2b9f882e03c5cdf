package dev.launcho.cli.server.auth;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.PemText;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** The TLS context of an auth file. Its key is RSA if this Launcho made it, or EC if the first Launcho did. */
public final class TlsIdentity {
    static {
        TlsLimits.apply();
    }

    /** Java keeps 20,480 of TLS 1.2 for a day, of clients without a token, too. */
    private static final int MOST_SESSIONS = 256;

    private TlsIdentity() {}

    /**
     * Returns a context that asks clients for no certificate.
     *
     * @throws IllegalArgumentException with one line for the user, if the certificate and key can't be used
     */
    public static SslContext tls(Auth auth) {
        return tls(auth, Optional.empty());
    }

    /**
     * Returns a context.
     *
     * @param clientCa if present, clients must show a certificate that {@link ClientTrust} accepts for this file
     * @throws IllegalArgumentException with one line for the user, if the certificate, key or file can't be used
     */
    public static SslContext tls(Auth auth, Optional<Path> clientCa) {
        if (auth.privateKey().isEmpty()) {
            throw new IllegalArgumentException("the server's auth file has no private key");
        }
        SslContextBuilder builder = builder(auth);
        clientCa.ifPresent(
                file -> builder.trustManager(ClientTrust.of(file, auth)).clientAuth(ClientAuth.REQUIRE));
        try {
            return builder.build();
        } catch (SSLException e) {
            throw unusable(e);
        }
    }

    private static SslContextBuilder builder(Auth auth) {
        try {
            X509Certificate certificate = PemText.certificates(auth.cert())[0];
            PrivateKey key =
                    PemText.key(auth.privateKey(), certificate.getPublicKey().getAlgorithm());
            return SslContextBuilder.forServer(key, certificate)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(null, TlsIdentity::suites)
                    .sessionCacheSize(MOST_SESSIONS);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private static String[] suites(Iterable<String> wanted, List<String> defaults, Set<String> supported) {
        return defaults.stream().filter(TlsLimits::isCheap).toArray(String[]::new);
    }

    private static IllegalArgumentException unusable(Exception cause) {
        return new IllegalArgumentException(
                "the server's auth file has a certificate or key that can't be used: " + cause.getMessage(), cause);
    }
}

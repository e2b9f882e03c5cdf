package dev.launcho.cli.server.auth;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.PemText;
import dev.launcho.core.disk.FileFailure;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The trust in client certificates, where the admin endpoint asks for them. It accepts certificates of the authorities in a
 * file. It also accepts the server's own, which a client on this machine shows if it can read the server's key. Any thread.
 */
final class ClientTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final X509Certificate own;

    private ClientTrust(X509ExtendedTrustManager authorities, X509Certificate own) {
        this.authorities = authorities;
        this.own = own;
    }

    /**
     * @param file the authorities' certificates in PEM
     * @throws IllegalArgumentException with one line for the user, if the file can't be used
     */
    static ClientTrust of(Path file, Auth auth) {
        try {
            X509Certificate own = PemText.certificates(auth.cert())[0];
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            X509Certificate[] found = PemText.certificates(Files.readString(file, StandardCharsets.ISO_8859_1));
            for (int i = 0; i < found.length; i++) {
                store.setCertificateEntry("authority-" + i, found[i]);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return new ClientTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0], own);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "server.client_ca: " + FileFailure.words(e) + "; put the authorities' certificates there in PEM",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "server.client_ca: " + file + " has no certificates that can be used (" + e.getMessage()
                            + "); put those of the authorities there in PEM",
                    e);
        }
    }

    private boolean isOwn(X509Certificate[] chain) {
        return chain.length > 0 && chain[0].equals(own);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (!isOwn(chain)) {
            authorities.checkClientTrusted(chain, type);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        if (!isOwn(chain)) {
            authorities.checkClientTrusted(chain, type, socket);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        if (!isOwn(chain)) {
            authorities.checkClientTrusted(chain, type, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("not a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("not a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("not a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        X509Certificate[] issuers = authorities.getAcceptedIssuers();
        X509Certificate[] all = Arrays.copyOf(issuers, issuers.length + 1);
        all[issuers.length] = own;
        return all;
    }
}

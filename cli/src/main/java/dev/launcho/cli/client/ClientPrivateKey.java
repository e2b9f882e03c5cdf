package dev.launcho.cli.client;

import dev.launcho.cli.protocol.Auth.ClientCertificate;
import dev.launcho.cli.protocol.PemText;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A key manager that presents one certificate, or none, to any server that asks for one. It ignores the authorities
 * that the server names, since the server checks the certificate itself. Any thread.
 */
final class ClientPrivateKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final X509Certificate[] chain;
    private final @Nullable PrivateKey key;

    private volatile boolean asked;

    private ClientPrivateKey(X509Certificate[] chain, @Nullable PrivateKey key) {
        this.chain = chain.clone();
        this.key = key;
    }

    /** @throws GeneralSecurityException if the certificate or its key can't be used */
    static ClientPrivateKey of(ClientCertificate client) throws GeneralSecurityException {
        if (client.cert().isEmpty()) {
            return new ClientPrivateKey(new X509Certificate[0], null);
        }
        X509Certificate[] chain = PemText.certificates(client.cert());
        try {
            return new ClientPrivateKey(
                    chain, PemText.key(client.key(), chain[0].getPublicKey().getAlgorithm()));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    /** Returns whether a server asked for a certificate. */
    boolean wasAsked() {
        return asked;
    }

    boolean hasOne() {
        return key != null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyTypes);
    }

    private @Nullable String choose(String[] keyTypes) {
        asked = true;
        if (key == null) {
            return null;
        }
        for (String type : keyTypes) {
            if (type.equals(key.getAlgorithm())) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}

package dev.launcho.cli.server.http;

import java.net.InetAddress;
import java.util.Optional;

/** Admits every request to all there is. */
final class AdminGate implements RequestAuthenticator {
    private static final Admission ALL = Admission.to(Access.CHANGE);

    @Override
    public Admission admit(Credential credential, InetAddress from) {
        return ALL;
    }

    @Override
    public Optional<Admission> admitAgain(Credential credential) {
        return Optional.of(ALL);
    }
}

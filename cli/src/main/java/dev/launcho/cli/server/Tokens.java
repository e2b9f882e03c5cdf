package dev.launcho.cli.server;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.server.http.Gate;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Makes tokens, and knows what the two that are good allow. Any thread. */
final class Tokens implements Gate {
    private static final int BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private final Credentials credentials;
    private final Throttle throttle;
    private final Consumer<String> warn;

    /** @param warn is told of addresses that try wrong tokens, for each once a minute; must not block */
    Tokens(Credentials credentials, Throttle throttle, Consumer<String> warn) {
        this.credentials = credentials;
        this.throttle = throttle;
        this.warn = warn;
    }

    /** 256 random bits in hex. */
    static String generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public Admission admit(String authorization, InetAddress from) {
        Access access = access(authorization);
        if (access != Access.NOTHING) {
            return Admission.to(access);
        }
        Throttle.Failure failure = throttle.failed(from);
        if (failure.count() == 1 && !authorization.isEmpty()) {
            warn.accept("a wrong token came from " + from.getHostAddress() + "; its next tries are slowed down");
        }
        return Admission.refused(failure.delayMillis());
    }

    /** Both are compared, in constant time, whichever fits. */
    private Access access(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Access.NOTHING;
        }
        String given = authorization.substring(SCHEME.length()).strip();
        Auth auth = credentials.auth();
        boolean admin = same(auth.token(), given);
        boolean reader = same(auth.readOnlyToken(), given);
        return admin ? Access.CHANGE : reader ? Access.READ : Access.NOTHING;
    }

    private static boolean same(String token, String given) {
        boolean equal =
                MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
        return equal && !token.isEmpty();
    }
}

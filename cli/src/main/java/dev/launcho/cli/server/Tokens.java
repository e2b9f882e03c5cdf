package dev.launcho.cli.server;

import dev.launcho.cli.server.http.Gate;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.OptionalLong;

/** Makes tokens, and lets in who knows the right one. Any thread. */
final class Tokens implements Gate {
    private static final int BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private final byte[] expected;
    private final Throttle throttle;

    Tokens(String token, Throttle throttle) {
        this.expected = token.getBytes(StandardCharsets.UTF_8);
        this.throttle = throttle;
    }

    /** 256 random bits in hex. */
    static String generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public OptionalLong refuse(String authorization, InetAddress from) {
        if (authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(expected, given)) { // In constant time.
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(throttle.failed(from));
    }
}

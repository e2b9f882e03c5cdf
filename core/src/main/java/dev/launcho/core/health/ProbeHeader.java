package dev.launcho.core.health;

import dev.launcho.core.model.ProxyProtocol;
import java.nio.charset.StandardCharsets;

/**
 * The header with which a probe begins where a backend expects the PROXY protocol. It says that this connection stands
 * for no client and has to be taken as it is. HAProxy's own checks do the same.
 */
final class ProbeHeader {
    private static final byte[] UNKNOWN = "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
    /** Signature, version 2 and the command LOCAL, no family, no addresses. */
    private static final byte[] LOCAL = {
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x20, 0x00, 0x00, 0x00
    };

    private static final byte[] NONE = {};

    private ProbeHeader() {}

    static byte[] of(ProxyProtocol version) {
        return switch (version) {
            case NONE -> NONE;
            case V1 -> UNKNOWN.clone();
            case V2 -> LOCAL.clone();
        };
    }
}

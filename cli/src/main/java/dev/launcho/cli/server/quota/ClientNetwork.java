package dev.launcho.cli.server.quota;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The network that counts as one client for rate limits: an IPv4 address, or a /64 of IPv6. All of 127.0.0.0/8 counts as one,
 * since any local user has all of these addresses.
 */
public final class ClientNetwork {
    private static final int IPV6_BYTES = 16;

    private ClientNetwork() {}

    /** Returns a key for the network of {@code address}. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length < IPV6_BYTES && address.isLoopbackAddress()) {
            return "127";
        }
        return HexFormat.of().formatHex(bytes.length == IPV6_BYTES ? Arrays.copyOf(bytes, IPV6_BYTES / 2) : bytes);
    }
}

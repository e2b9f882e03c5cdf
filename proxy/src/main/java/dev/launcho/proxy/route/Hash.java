package dev.launcho.proxy.route;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * The same number for the same thing, in every process and release: clients are to find their backend again after the
 * server was restarted.
 */
public final class Hash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double TO_FRACTION = 0x1p-52;

    private Hash() {}

    /** Of a client's address, without its port; an IPv4 one that came as IPv6 is the same as the IPv4 one. */
    public static long of(InetAddress address) {
        try {
            // The JDK makes an IPv4 address of the bytes of a mapped one.
            return of(InetAddress.getByAddress(address.getAddress()).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("every address has 4 or 16 bytes", e);
        }
    }

    static long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long of(byte[] bytes) {
        long hash = FNV_OFFSET;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** Each bit of it depends on each of {@code value} (the finalizer of SplitMix64, by Stafford and Steele). */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Above 0 and below 1. */
    static double fraction(long hash) {
        return ((hash >>> 12) + 0.5) * TO_FRACTION;
    }
}

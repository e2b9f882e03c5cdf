package dev.launcho.proxy.route;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/**
 * Stable hashes: equal in every process and every release, so that clients find their backend again after a restart of the
 * server.
 */
public final class StableHash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double TO_FRACTION = 0x1p-52;

    private StableHash() {}

    /** Returns the hash of a client's address; an IPv4-mapped IPv6 address has the hash of the IPv4 address. */
    public static long of(InetAddress address) {
        try {
            // The JDK turns the bytes of an IPv4-mapped address into an IPv4 address.
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

    /** Mixes a number: each bit of the result depends on each bit of {@code value} (SplitMix64's finalizer, Stafford and Steele). */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Returns a fraction above 0 and below 1. */
    static double fraction(long hash) {
        return ((hash >>> 12) + 0.5) * TO_FRACTION;
    }
}

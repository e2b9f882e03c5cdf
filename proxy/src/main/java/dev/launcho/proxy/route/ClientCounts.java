package dev.launcho.proxy.route;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The number of counted clients of each source: an IPv4 address, or a /64 of IPv6, which is what one client usually has. Holds at
 * most one entry per client. Any thread.
 */
public final class ClientCounts {
    private static final int NETWORK_BYTES = 8;

    private final Map<ByteBuffer, Integer> clients = new ConcurrentHashMap<>();

    /** Counts a client in; returns false if its source has {@code most} already. */
    public boolean enter(InetAddress address, int most) {
        boolean[] entered = {true};
        clients.merge(source(address), 1, (now, one) -> {
            entered[0] = now < most;
            return entered[0] ? now + one : now;
        });
        return entered[0];
    }

    public void leave(InetAddress address) {
        clients.computeIfPresent(source(address), (same, now) -> now == 1 ? null : now - 1);
    }

    private static ByteBuffer source(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
    }
}

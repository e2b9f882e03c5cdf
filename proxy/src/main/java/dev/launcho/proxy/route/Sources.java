package dev.launcho.proxy.route;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many clients each address has; only of those that were counted. Holds no more than there are clients. Any thread. */
public final class Sources {
    private final Map<InetAddress, Integer> clients = new ConcurrentHashMap<>();

    /** Counts one in; false if the address has {@code most} already. */
    public boolean enter(InetAddress address, int most) {
        boolean[] entered = {true};
        clients.merge(address, 1, (now, one) -> {
            entered[0] = now < most;
            return entered[0] ? now + one : now;
        });
        return entered[0];
    }

    public void leave(InetAddress address) {
        clients.computeIfPresent(address, (same, now) -> now == 1 ? null : now - 1);
    }
}

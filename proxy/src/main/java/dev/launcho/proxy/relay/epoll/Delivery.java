package dev.launcho.proxy.relay.epoll;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits until a peer's kernel has everything that was written: a reset would overtake what it has not. On its loop. */
final class Delivery implements Runnable {
    private static final long FIRST_LOOK_MILLIS = 5;
    private static final long LONGEST_LOOK_MILLIS = 100;

    private final Side to;
    private final EpollRelay relay;
    private long nextLook = FIRST_LOOK_MILLIS;

    Delivery(Side to, EpollRelay relay) {
        this.to = to;
        this.relay = relay;
    }

    @Override
    public void run() {
        if (!relay.isBreaking()) {
            return;
        }
        if (isDone()) {
            relay.delivered();
        } else {
            relay.loop().schedule(this, nextLook, TimeUnit.MILLISECONDS);
            nextLook = Math.min(2 * nextLook, LONGEST_LOOK_MILLIS);
        }
    }

    private boolean isDone() {
        try {
            return TcpInfo.of(to.socket).isDelivered();
        } catch (IOException broken) {
            return true;
        }
    }
}

package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.RelayOwner;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The wait until a peer's kernel has everything that came from a broken side: a reset would discard the rest. The wait ends
 * early if the peer has taken nothing for {@value #STALL_SECONDS} s, or after {@value #MOST_SECONDS} s.
 *
 * <p>Confined to its loop.
 */
final class ResetDelivery implements Runnable {
    static final long STALL_SECONDS = 5;
    static final long MOST_SECONDS = 60;
    private static final long FIRST_LOOK_MILLIS = 5;
    private static final long LONGEST_LOOK_MILLIS = 100;

    private final Flow last;
    private final EpollRelay relay;
    private final long began = System.nanoTime();
    private Future<?> next;
    private long nextLook = FIRST_LOOK_MILLIS;
    private long taken;
    private long lastTaken = began;

    /** @param last the flow that moves the bytes of the broken side */
    ResetDelivery(Flow last, EpollRelay relay) {
        this.last = last;
        this.relay = relay;
        next = later();
    }

    void end() {
        next.cancel(false);
    }

    @Override
    public void run() {
        look();
        if (relay.isBreaking()) {
            next = later();
        }
    }

    void look() {
        try {
            TcpInfo info = TcpInfo.of(last.to.socket);
            if (last.hasEnded() && info.isDelivered()) {
                relay.delivered();
            } else if (isGivenUp(info.acknowledged() + last.written(), System.nanoTime())) {
                relay.giveUp(RelayOwner.End.CLIENT_BROKE);
            }
        } catch (IOException broken) {
            relay.delivered();
        }
    }

    private boolean isGivenUp(long nowTaken, long now) {
        if (nowTaken != taken) {
            taken = nowTaken;
            lastTaken = now;
        }
        return now - lastTaken >= TimeUnit.SECONDS.toNanos(STALL_SECONDS)
                || now - began >= TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    }

    private Future<?> later() {
        long millis = nextLook;
        nextLook = Math.min(2 * nextLook, LONGEST_LOOK_MILLIS);
        return relay.loop().schedule(this, millis, TimeUnit.MILLISECONDS);
    }
}

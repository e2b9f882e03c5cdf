package dev.launcho.proxy.relay.nio;

import io.netty.util.concurrent.Future;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The wait until a peer has received everything that came from a broken side: a reset would discard the bytes in this host's
 * send buffer. The wait ends early if the peer has taken nothing for {@value #STALL_SECONDS} s, or after
 * {@value #MOST_SECONDS} s.
 *
 * <p>Confined to the peer's loop.
 */
final class ResetDelivery implements Runnable {
    static final long STALL_SECONDS = 5;
    static final long MOST_SECONDS = 60;
    private static final long FIRST_LOOK_MILLIS = 5;
    private static final long LONGEST_LOOK_MILLIS = 100;
    private static final int EMPTY_LOOKS = 2;
    private static final int UNKNOWN_LOOKS = 15;

    private final RelaySocket to;
    private final ResetWatch watch;
    private final Runnable over;
    private final long began = System.nanoTime();
    private Future<?> next;
    private long nextLook = FIRST_LOOK_MILLIS;
    private boolean written;
    private long writtenAt;
    private boolean ended;
    /** Looks at the send buffer since {@link #writtenAt}: all, those in a row that found it empty, and those without an answer. */
    private int looks;

    private int empty;
    private int unknown;
    /** Whether the first look found the buffer empty. */
    private boolean prompt;

    /** The bytes that wait in the kernel, as far as is known. */
    private long waiting;

    private long taken;
    private long lastTaken = began;

    private ResetDelivery(RelaySocket to, ResetWatch watch, Runnable over) {
        this.to = to;
        this.watch = watch;
        this.over = over;
        taken = to.taken();
        next = later();
    }

    /** Begins the wait. @param over called at most once, never before this returns */
    static ResetDelivery begin(RelaySocket to, ResetWatch watch, Runnable over) {
        return new ResetDelivery(to, watch, over);
    }

    /** Notes that nothing more comes from the broken side, and that all its bytes are in the kernel. */
    void allWritten() {
        written = true;
        writtenAt = System.nanoTime();
        if (to.channel.isOpen()) {
            to.channel.shrinkSendBuffer();
        }
        next.cancel(false);
        nextLook = FIRST_LOOK_MILLIS;
        run();
    }

    void end() {
        ended = true;
        next.cancel(false);
    }

    @Override
    public void run() {
        look();
        if (!ended) {
            next = later();
        }
    }

    private void look() {
        if (!ended && (isDelivered() || isGivenUp(System.nanoTime()))) {
            end();
            over.run();
        }
    }

    /**
     * Returns whether the peer has everything. If the first look found the buffer empty, the peer is quick, and two such looks
     * are enough. If the peer is slow, the kernel is asked: its answer is exact but slow. If the kernel does not answer, the
     * looks at the buffer decide.
     */
    private boolean isDelivered() {
        if (!written) {
            return false;
        }
        empty = watch.hasSentAll(to) ? empty + 1 : 0;
        prompt |= looks == 0 && empty > 0;
        looks++;
        if (prompt && empty >= EMPTY_LOOKS) {
            return true;
        }
        if (nextLook < LONGEST_LOOK_MILLIS) {
            return false;
        }
        OptionalLong left = watch.waiting(to, writtenAt);
        unknown = left.isPresent() ? 0 : unknown + 1;
        waiting = left.orElse(waiting);
        return left.isPresent() ? waiting == 0 : unknown >= UNKNOWN_LOOKS && empty >= EMPTY_LOOKS;
    }

    private boolean isGivenUp(long now) {
        long nowTaken = to.taken() - waiting;
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
        return to.channel.eventLoop().schedule(this, millis, TimeUnit.MILLISECONDS);
    }
}

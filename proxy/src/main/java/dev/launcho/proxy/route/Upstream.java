package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * One instance, over all services that it receives: how many connections it has, and its drain.
 *
 * <p>All of it that must change together is one word, so that exactly one thread sees the last connection of a drain
 * end:
 *
 * <pre>
 *   63          32 31            2 1     0
 *   | active      | epoch         | phase |
 *
 *   IN --leaveRotation--> LEAVING --last connection gone--> OUT (told)
 *   ^------------------------enterRotation------------------'
 * </pre>
 *
 * The epoch counts the changes of rotation. What is told late compares it, so that an old drain's end is never taken for
 * the end of a newer one.
 *
 * <p>Any thread may {@link #enter} and {@link #leave}; the rotation changes on the publishing thread.
 */
final class Upstream {
    private static final long ONE = 1L << 32;
    private static final long EPOCH = 0xffff_fffcL;
    private static final long PHASE = 3;
    private static final long IN = 0;
    private static final long LEAVING = 1;
    private static final long OUT = 2;

    final InstanceId instance;
    final LongAdder accepted = new LongAdder();
    /** Connects that failed. */
    final LongAdder refused = new LongAdder();

    final Tally tally = new Tally();
    /** By service; only for the publishing thread. */
    private final Map<String, Reachability> reachability = new HashMap<>();

    private final DrainedListener listener;
    private final AtomicLong word = new AtomicLong(IN);
    /** Of the active connections, those that the backend has done with. */
    private final AtomicInteger finished = new AtomicInteger();

    private volatile boolean killed;

    Upstream(InstanceId instance, DrainedListener listener) {
        this.instance = instance;
        this.listener = listener;
    }

    Reachability reachability(String service) {
        return reachability.computeIfAbsent(service, name -> new Reachability());
    }

    /** Its connections, also those that are not established yet. */
    long active() {
        return word.get() >>> 32;
    }

    /** Counts a connection in, before it is known whether the instance may still be picked. */
    void enter() {
        word.addAndGet(ONE);
    }

    /** Counts a connection out. */
    void leave() {
        tellIfEmpty(word.addAndGet(-ONE));
    }

    /** The backend has ended its side of one. */
    void finished() {
        finished.incrementAndGet();
    }

    /** Counts out a connection that was relayed. */
    void ended(boolean wasFinished) {
        if (wasFinished) {
            finished.decrementAndGet();
        }
        leave();
    }

    /** Its process is being ended by force: from now on, no connection ends by itself. */
    void kill() {
        killed = true;
    }

    boolean isKilled() {
        return killed;
    }

    boolean isIn() {
        return (word.get() & PHASE) == IN;
    }

    /** Whether it has done with each of its connections; clients may still have to close them. */
    boolean isSettled() {
        return active() <= finished.get();
    }

    /** Before the snapshot that has it active is published, so that no drain is told that is over. */
    void enterRotation() {
        if (!isIn()) {
            changePhase(IN);
        }
    }

    /** After the snapshot that has it no more is published, so that no pick goes unseen. */
    void leaveRotation() {
        if (isIn()) {
            changePhase(LEAVING);
            tellIfEmpty(word.get());
        }
    }

    boolean idle() {
        long now = word.get();
        return now >>> 32 == 0 && (now & PHASE) == OUT;
    }

    /** @param ejectedFor until it gets connections of all its services again */
    Counters.Backend snapshot(Duration ejectedFor) {
        return new Counters.Backend(
                accepted.sum(),
                active(),
                refused.sum(),
                tally.retried.sum(),
                tally.ejected.sum(),
                ejectedFor,
                tally.drained.sum(),
                tally.cut.sum(),
                tally.bytesIn.sum(),
                tally.bytesOut.sum(),
                tally.connects.snapshot());
    }

    /** Whether the drain whose end was seen in {@code epoch} is still the last that happened. */
    private boolean stillOut(long epoch) {
        return (word.get() & (EPOCH | PHASE)) == (epoch | OUT);
    }

    private void changePhase(long phase) {
        word.updateAndGet(now -> (now & ~(EPOCH | PHASE)) | ((now + 4) & EPOCH) | phase);
    }

    private void tellIfEmpty(long seen) {
        long now = seen;
        while (now >>> 32 == 0 && (now & PHASE) == LEAVING) {
            if (word.compareAndSet(now, (now & ~PHASE) | OUT)) {
                long epoch = now & EPOCH;
                listener.drained(instance, () -> stillOut(epoch));
                return;
            }
            now = word.get();
        }
    }
}

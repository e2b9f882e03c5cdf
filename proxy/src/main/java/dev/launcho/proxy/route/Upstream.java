package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * An instance as a backend, over all its services: the number of its connections, and the state of its drain.
 *
 * <p>The parts that must change together share one word, so that exactly one thread sees the last connection of a drain
 * end:
 *
 * <pre>
 *   63          32 31            2 1     0
 *   | active      | epoch         | phase |
 *
 *   IN --leaveRotation--> LEAVING --last connection gone--> OUT (reported)
 *   ^------------------------enterRotation------------------'
 * </pre>
 *
 * The epoch counts the changes of rotation. A late report of a drain's end compares it. So the end of an old drain is never
 * taken for the end of a newer one.
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

    final TrafficTally tally = new TrafficTally();
    /** The outlier detection of each service; only for the publishing thread. */
    private final Map<String, OutlierDetection> reachability = new HashMap<>();

    private final DrainedListener listener;
    private final AtomicLong word = new AtomicLong(IN);
    /** The number of active connections whose backend side has ended. */
    private final AtomicInteger finished = new AtomicInteger();

    private volatile boolean killed;

    Upstream(InstanceId instance, DrainedListener listener) {
        this.instance = instance;
        this.listener = listener;
    }

    OutlierDetection reachability(String service) {
        return reachability.computeIfAbsent(service, name -> new OutlierDetection());
    }

    /** Returns the number of connections, including those that are not established yet. */
    long active() {
        return word.get() >>> 32;
    }

    /** Counts a connection in, before the caller knows whether the instance may still be picked. */
    void enter() {
        word.addAndGet(ONE);
    }

    /** Counts a connection out. */
    void leave() {
        tellIfEmpty(word.addAndGet(-ONE));
    }

    /** Counts a connection of which the backend has ended its side. */
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

    /** Marks the process as killed: from now on, a connection that ends unfinished counts as cut. */
    void kill() {
        killed = true;
    }

    boolean isKilled() {
        return killed;
    }

    boolean isIn() {
        return (word.get() & PHASE) == IN;
    }

    /** Returns whether the backend has ended its side of each connection; clients may still have to close theirs. */
    boolean isSettled() {
        return active() <= finished.get();
    }

    /** Puts the instance into rotation; called before its snapshot is published, so that no outdated drain is reported. */
    void enterRotation() {
        if (!isIn()) {
            changePhase(IN);
        }
    }

    /** Takes the instance out of rotation; called after the snapshot without it is published, so that no pick is missed. */
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

    /** @param ejectedFor the time until it gets connections of all its services again */
    TrafficCounters.Backend snapshot(Duration ejectedFor) {
        return new TrafficCounters.Backend(
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

    /** Returns whether the drain that ended in {@code epoch} is still the latest change of rotation. */
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

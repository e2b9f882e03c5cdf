package dev.launcho.proxy.route;

import dev.launcho.core.traffic.TrafficCounters;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The state of a service that outlives a snapshot: its counters, limits and turn. Any thread. */
public final class ServiceStats {
    public final LongAdder accepted = new LongAdder();
    public final LongAdder active = new LongAdder();
    public final LongAdder refused = new LongAdder();
    public final LongAdder rejected = new LongAdder();
    public final ServiceCapacity capacity = new ServiceCapacity();
    public final ClientCounts sources = new ClientCounts();
    final TrafficTally tally = new TrafficTally();
    final AtomicLong turn = new AtomicLong();
    private final AtomicInteger held = new AtomicInteger();
    private final LongAdder waited = new LongAdder();

    /** Takes one of {@code most} places for waiting connections; returns false if all are taken. */
    public boolean tryHold(int most) {
        for (int now = held.get(); now < most; now = held.get()) {
            if (held.compareAndSet(now, now + 1)) {
                waited.increment();
                return true;
            }
        }
        return false;
    }

    /** Gives a place for a waiting connection back. */
    public void unhold() {
        held.decrementAndGet();
    }

    boolean idle() {
        return held.get() == 0 && active.sum() == 0 && capacity.isEmpty();
    }

    TrafficCounters.Service snapshot() {
        return new TrafficCounters.Service(
                accepted.sum(),
                active.sum(),
                held.get(),
                waited.sum(),
                refused.sum(),
                tally.retried.sum(),
                tally.ejected.sum(),
                tally.drained.sum(),
                tally.cut.sum(),
                tally.bytesIn.sum(),
                tally.bytesOut.sum(),
                tally.connects.snapshot(),
                rejected.sum());
    }
}

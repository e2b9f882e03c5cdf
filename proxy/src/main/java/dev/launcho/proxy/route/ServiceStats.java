package dev.launcho.proxy.route;

import dev.launcho.core.traffic.Counters;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What outlives a routing snapshot of a service: its counters, and whose turn it is. Any thread. */
public final class ServiceStats {
    public final LongAdder accepted = new LongAdder();
    public final LongAdder active = new LongAdder();
    public final LongAdder refused = new LongAdder();
    public final LongAdder rejected = new LongAdder();
    public final Capacity capacity = new Capacity();
    public final Sources sources = new Sources();
    final Tally tally = new Tally();
    final AtomicLong turn = new AtomicLong();
    private final AtomicInteger held = new AtomicInteger();
    private final LongAdder waited = new LongAdder();

    /** Takes one of {@code most} places for waiting connections; false if all are taken. */
    public boolean tryHold(int most) {
        for (int now = held.get(); now < most; now = held.get()) {
            if (held.compareAndSet(now, now + 1)) {
                waited.increment();
                return true;
            }
        }
        return false;
    }

    /** Gives a place back. */
    public void unhold() {
        held.decrementAndGet();
    }

    boolean idle() {
        return held.get() == 0 && active.sum() == 0 && capacity.isEmpty();
    }

    Counters.Service snapshot() {
        return new Counters.Service(
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

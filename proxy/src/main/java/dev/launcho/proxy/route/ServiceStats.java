package dev.launcho.proxy.route;

import dev.launcho.core.traffic.Counters;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What outlives a routing snapshot of a service: its counters, and where round-robin stands. Any thread. */
public final class ServiceStats {
    public final LongAdder accepted = new LongAdder();
    public final LongAdder active = new LongAdder();
    public final LongAdder refused = new LongAdder();
    public final LongAdder rejected = new LongAdder();
    public final Capacity capacity = new Capacity();
    public final Sources sources = new Sources();
    public final LongAdder retried = new LongAdder();
    public final LongAdder bytesIn = new LongAdder();
    public final LongAdder bytesOut = new LongAdder();
    final AtomicInteger cursor = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();

    /** Takes one of {@code most} places for waiting connections; false if all are taken. */
    public boolean tryHold(int most) {
        for (int now = held.get(); now < most; now = held.get()) {
            if (held.compareAndSet(now, now + 1)) {
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
                refused.sum(),
                retried.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                rejected.sum());
    }
}

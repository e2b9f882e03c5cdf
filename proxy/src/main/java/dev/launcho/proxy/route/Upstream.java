package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
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
    private final DrainedListener listener;
    private final AtomicLong word = new AtomicLong(IN);
    private final LongAdder accepted = new LongAdder();
    private final LongAdder drained = new LongAdder();
    private final LongAdder cut = new LongAdder();

    Upstream(InstanceId instance, DrainedListener listener) {
        this.instance = instance;
        this.listener = listener;
    }

    /** Counts a connection in, before it is known whether the instance may still be picked. */
    void enter() {
        word.addAndGet(ONE);
    }

    /** Counts a connection out. */
    void leave() {
        tellIfEmpty(word.addAndGet(-ONE));
    }

    void accepted() {
        accepted.increment();
    }

    /** Counts out a connection that was relayed. */
    void ended(boolean backendReset) {
        if ((word.get() & PHASE) != IN) {
            (backendReset ? cut : drained).increment();
        }
        leave();
    }

    /** Before the snapshot that has it active is published, so that no drain is told that is over. */
    void enterRotation() {
        if ((word.get() & PHASE) != IN) {
            changePhase(IN);
        }
    }

    /** After the snapshot that has it no more is published, so that no pick goes unseen. */
    void leaveRotation() {
        if ((word.get() & PHASE) == IN) {
            changePhase(LEAVING);
            tellIfEmpty(word.get());
        }
    }

    boolean idle() {
        long now = word.get();
        return now >>> 32 == 0 && (now & PHASE) == OUT;
    }

    Counters.Backend snapshot() {
        return new Counters.Backend(accepted.sum(), word.get() >>> 32, drained.sum(), cut.sum());
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

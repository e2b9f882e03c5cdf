package dev.launcho.proxy.route;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * What connects to one backend of a service have come to: after {@value #IN_A_ROW} failures in a row it is to be ejected,
 * for {@link #FIRST}, the next time for twice as long, up to {@link #LONGEST}. Once it has been well for as long as it was
 * ejected last, that begins anew.
 *
 * <p>Any thread. Times are of {@link System#nanoTime}.
 */
final class Reachability {
    static final int IN_A_ROW = 5;
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /**
     * @param failures in a row
     * @param ejections since it was well
     * @param until when the last one ends
     */
    private record State(int failures, int ejections, long until) {
        static final State WELL = new State(0, 0, 0);

        Duration time(int number) {
            Duration time = FIRST;
            for (int i = 1; i < number && time.compareTo(LONGEST) < 0; i++) {
                time = time.multipliedBy(2);
            }
            return time.compareTo(LONGEST) < 0 ? time : LONGEST;
        }

        boolean isOut(long now) {
            return ejections > 0 && until - now > 0;
        }

        State failed(long now) {
            // Those that were under way when it was ejected tell nothing new.
            return isOut(now) ? this : new State(Math.min(failures + 1, IN_A_ROW), ejections, until);
        }

        State succeeded(long now) {
            boolean well = ejections == 0 || now - until >= time(ejections).toNanos();
            return well ? WELL : new State(0, ejections, until);
        }

        State ejected(long now) {
            return new State(0, ejections + 1, now + time(ejections + 1).toNanos());
        }
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WELL);

    /** @return whether it is to be ejected */
    boolean failed(long now) {
        return state.updateAndGet(s -> s.failed(now)).failures() == IN_A_ROW;
    }

    /** @param nanoTime asked only where it matters */
    void succeeded(LongSupplier nanoTime) {
        if (state.get() != State.WELL) {
            long now = nanoTime.getAsLong();
            state.updateAndGet(s -> s.succeeded(now));
        }
    }

    /** How long it would be ejected now. */
    Duration ejection() {
        State now = state.get();
        return now.time(now.ejections() + 1);
    }

    void ejected(long now) {
        state.updateAndGet(s -> s.ejected(now));
    }

    /** It came into rotation, as its probes say: failures of before don't count. */
    void begins() {
        state.updateAndGet(s -> s == State.WELL ? s : new State(0, s.ejections(), s.until()));
    }
}

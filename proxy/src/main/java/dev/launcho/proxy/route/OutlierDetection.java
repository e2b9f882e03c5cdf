package dev.launcho.proxy.route;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The outlier detection of one backend of a service. After {@value #IN_A_ROW} failed connects in a row the backend is to be
 * ejected for {@link #FIRST}; each further ejection lasts twice as long, up to {@link #LONGEST}. After the backend has been
 * well for as long as its last ejection, the time begins at {@link #FIRST} again.
 *
 * <p>Any thread. Times are those of {@link System#nanoTime}.
 */
final class OutlierDetection {
    static final int IN_A_ROW = 5;
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(5);

    /**
     * @param failures failed connects in a row
     * @param ejections the number of ejections since the backend was well
     * @param until when the last ejection ends
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

        State failed() {
            return new State(Math.min(failures + 1, IN_A_ROW), ejections, until);
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

    /** Records a failed connect of a backend that is in rotation. @return whether it is to be ejected */
    boolean failed() {
        return state.updateAndGet(State::failed).failures() == IN_A_ROW;
    }

    /** Records a connect that succeeded. @param nanoTime called only if the backend has failed before */
    void succeeded(LongSupplier nanoTime) {
        if (state.get() != State.WELL) {
            long now = nanoTime.getAsLong();
            state.updateAndGet(s -> s.succeeded(now));
        }
    }

    /** Returns how long an ejection would last now. */
    Duration ejection() {
        State now = state.get();
        return now.time(now.ejections() + 1);
    }

    void ejected(long now) {
        state.updateAndGet(s -> s.ejected(now));
    }

    /** Clears earlier failures: the backend's probes have brought it into rotation. */
    void begins() {
        state.updateAndGet(s -> s == State.WELL ? s : new State(0, s.ejections(), s.until()));
    }
}

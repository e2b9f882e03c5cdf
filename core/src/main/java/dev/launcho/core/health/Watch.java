package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One instance that is asked again and again; at most one probe of it is under way. Belongs to the prober's thread. */
final class Watch {
    private static final Answer NO_ANSWER = new Answer(false, "", "");

    /** Probes begin together with others, at moments that lie at most this far apart: few wake-ups serve many. */
    private static final long LONGEST_SLOT_NANOS = 200_000_000;

    private static final int SLOTS = 10;

    final InstanceId id;
    final Probe probe;
    final Prober.Port port;
    private final long every;
    private State state = State.RESTING;
    private long due;
    private @Nullable LoopbackProbe attempt;

    /** Whether who listens has been found to be the instance itself. As long as it listens, nobody else can. */
    boolean owned;

    /** When the present probe began. */
    long askedAt;

    private Answer last = NO_ANSWER;

    private enum State {
        /** Until {@link #due}. */
        RESTING,
        /** By {@link #attempt}. */
        ASKING,
        /** By another thread, which will come back. */
        AWAY
    }

    /** @param now of {@link System#nanoTime}, like all times here */
    Watch(InstanceId id, Probe probe, Prober.Port port, Duration every, long now) {
        this.id = id;
        this.probe = probe;
        this.port = port;
        this.every = every.toNanos();
        this.due = now;
    }

    boolean isDue(long now) {
        return state == State.RESTING && due - now <= 0;
    }

    /** How long the present probe has been overdue; negative while it is not. */
    long overdue(long now) {
        return state == State.ASKING && attempt != null ? now - attempt.deadline() : Long.MIN_VALUE;
    }

    /** How long there is nothing to be done by itself; {@code otherwise} at most. */
    long idle(long now, long otherwise) {
        return switch (state) {
            case RESTING -> Math.min(otherwise, due - now);
            case ASKING -> Math.min(otherwise, -overdue(now));
            case AWAY -> otherwise;
        };
    }

    @Nullable
    LoopbackProbe attempt() {
        return attempt;
    }

    void ask(LoopbackProbe with) {
        attempt = with;
        state = State.ASKING;
    }

    void goAway() {
        close();
        state = State.AWAY;
    }

    /** Plans the next probe; one that took longer than the interval is followed at once. */
    void again(long now) {
        long slot = Math.max(1, Math.min(LONGEST_SLOT_NANOS, every / SLOTS));
        rest(Math.max(due - Math.floorMod(due, slot) + every, now));
    }

    void rest(long until) {
        close();
        due = until;
        state = State.RESTING;
    }

    /** Well as before is nothing new: a server with many instances at rest stays at rest. */
    boolean isNews(Answer answer) {
        boolean same = answer.healthy() && answer.equals(last);
        last = answer;
        return !same;
    }

    void close() {
        LoopbackProbe open = attempt;
        attempt = null;
        if (open != null) {
            open.close();
        }
    }
}

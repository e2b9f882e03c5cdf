package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One instance that is probed periodically; at most one probe of it is under way. Belongs to the prober's thread. */
final class ProbeSchedule {
    private static final ProbeAnswer NO_ANSWER = new ProbeAnswer(false, ProbeResult.NONE, "");

    /** Probes begin together with others, at moments at most this far apart: few wake-ups serve many probes. */
    private static final long LONGEST_SLOT_NANOS = 200_000_000;

    private static final int SLOTS = 10;

    final InstanceId id;
    final Probe probe;
    final Prober.Port port;
    final ListenerSchedule listeners;
    private final long every;
    private State state = State.RESTING;
    private long due;
    private @Nullable LoopbackProbe attempt;
    private boolean askingOwner;

    /** The address at which the instance itself was last found listening, and when; empty where that is unknown. */
    private String ownAddress = "";

    private long ownSince;

    /** When the present probe began. */
    long askedAt;

    private ProbeAnswer last = NO_ANSWER;
    private boolean wasHealthy;

    private enum State {
        /** No probe runs until {@link #due}. */
        RESTING,
        /** {@link #attempt} probes. */
        ASKING,
        /** Another thread asks, and will report back. */
        AWAY
    }

    /** @param now of {@link System#nanoTime}, like all times here */
    ProbeSchedule(InstanceId id, Probe probe, Prober.Port port, Duration every, long now) {
        this.id = id;
        this.probe = probe;
        this.port = port;
        this.every = every.toNanos();
        this.due = now;
        this.listeners = new ListenerSchedule(now);
    }

    boolean isDue(long now) {
        return state == State.RESTING && due - now <= 0;
    }

    /** Returns for how long a probe has been due. */
    long late(long now) {
        return now - due;
    }

    /** Returns for how long the present probe has been overdue; negative while it is not. */
    long overdue(long now) {
        return state == State.ASKING && attempt != null && !attempt.isHeld()
                ? now - attempt.deadline()
                : Long.MIN_VALUE;
    }

    /** Returns for how many nanoseconds nothing has to be done unless an event comes; {@code otherwise} at most. */
    long idle(long now, long otherwise) {
        long most = port.leased().isEmpty() ? otherwise : listeners.idle(now, otherwise);
        return switch (state) {
            case RESTING -> Math.min(most, due - now);
            case ASKING -> attempt != null && attempt.isHeld() ? most : Math.min(most, -overdue(now));
            case AWAY -> most;
        };
    }

    @Nullable
    LoopbackProbe attempt() {
        return attempt;
    }

    void ask(LoopbackProbe with) {
        attempt = with;
        askingOwner = false;
        state = State.ASKING;
    }

    /** Whether it is being looked up who listens where the attempt is connected. */
    boolean isAskingOwner() {
        return askingOwner;
    }

    void asksOwner(boolean asks) {
        askingOwner = asks;
    }

    void goAway(long now) {
        close(now);
        state = State.AWAY;
    }

    /** Plans the next probe; after a probe that took longer than the interval it follows at once. */
    void again(long now) {
        long slot = Math.max(1, Math.min(LONGEST_SLOT_NANOS, every / SLOTS));
        rest(now, Math.max(due - Math.floorMod(due, slot) + every, now));
    }

    void rest(long now, long until) {
        close(now);
        due = until;
        state = State.RESTING;
    }

    /** @param address empty = it is unknown who listens */
    void own(String address, long now) {
        ownAddress = address;
        ownSince = now;
    }

    /** Says that the instance still listened at this address when a look began; says nothing of any other address. */
    void stillOwn(String address, long lookBegan) {
        if (address.equals(ownAddress) && lookBegan - ownSince > 0) {
            ownSince = lookBegan;
        }
    }

    /** Returns whether the instance itself listened at this address a moment ago; at another address anybody may listen. */
    boolean isOwn(String address, long now) {
        return !address.isEmpty() && address.equals(ownAddress) && now - ownSince < ListenerSchedule.VALID_NANOS;
    }

    /** Returns the health by the last answer that counted. */
    boolean wasHealthy() {
        return wasHealthy;
    }

    /**
     * Returns whether an answer is new. A repeated healthy answer is not, nor a repeated failure to ask: a server with
     * many instances at rest stays at rest.
     */
    boolean isNews(ProbeAnswer answer) {
        boolean same = answer.equals(last) && (answer.healthy() || !answer.counts());
        last = answer;
        wasHealthy = answer.counts() ? answer.healthy() : wasHealthy;
        return !same;
    }

    void close(long now) {
        LoopbackProbe open = attempt;
        attempt = null;
        if (open != null) {
            open.close(now);
        }
    }
}

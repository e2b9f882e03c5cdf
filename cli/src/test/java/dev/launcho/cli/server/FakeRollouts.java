package dev.launcho.cli.server;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import dev.launcho.core.intent.RequestRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Rollouts that go on, and end, as tests say. Any thread. */
public final class FakeRollouts {
    private final List<RolloutStep> steps = new ArrayList<>();
    private final LongSupplier revision;
    private int waiting;
    private RolloutProgress end = new RolloutProgress(1, RolloutOutcome.LIVE, "revision 1 live in 0.1s", List.of());

    /** @param revision of the target */
    FakeRollouts(LongSupplier revision) {
        this.revision = revision;
    }

    public synchronized void addStep(String process, String message) {
        steps.add(new RolloutStep(FakeOperations.STARTED, process, message));
        notifyAll();
    }

    /** Until then (and after {@link #setRunning}) rollouts go on. */
    public synchronized void end(RolloutOutcome outcome, String summary, String... causes) {
        end = new RolloutProgress(revision.getAsLong(), outcome, summary, List.of(causes));
        notifyAll();
    }

    /** Whether somebody waits for a step now. */
    public synchronized boolean followed() {
        return waiting > 0;
    }

    public synchronized void setRunning() {
        end = new RolloutProgress(revision.getAsLong(), RolloutOutcome.RUNNING, "", List.of());
    }

    synchronized RolloutProgress await(long number, int seen, Duration atMost) throws RequestRefused {
        if (number == 404) {
            throw new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no revision 404");
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        waiting += atMost.isZero() ? 0 : 1;
        while (steps.size() <= seen && end.outcome() == RolloutOutcome.RUNNING) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        waiting -= atMost.isZero() ? 0 : 1;
        List<RolloutStep> fresh = steps.subList(Math.min(seen, steps.size()), steps.size());
        return new RolloutProgress(number, end.outcome(), end.summary(), end.causes()).with(fresh);
    }
}

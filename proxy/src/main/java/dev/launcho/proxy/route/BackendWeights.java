package dev.launcho.proxy.route;

import java.time.Duration;
import java.util.List;

/**
 * The effective weights of backends at one moment. If the service has a slow start, a backend that came into rotation a
 * short time ago has a part of its weight only. That part grows in {@value #STEPS} steps.
 *
 * @param changes whether the weights change at {@code changesAt}, by {@link System#nanoTime}
 */
record BackendWeights(int[] weights, boolean changes, long changesAt) {
    private static final int STEPS = 10;

    static BackendWeights of(List<Endpoint> endpoints, Duration slowStart, long now) {
        int[] weights = new int[endpoints.size()];
        boolean changes = false;
        long changesAt = now;
        long step = slowStart.toNanos() / STEPS;
        for (int i = 0; i < weights.length; i++) {
            Endpoint endpoint = endpoints.get(i);
            long passed = step == 0 ? STEPS : Math.max(0, now - endpoint.since()) / step;
            weights[i] = endpoint.weight() * (int) Math.min(STEPS, passed + 1);
            if (passed + 1 < STEPS) {
                long next = endpoint.since() + (passed + 1) * step;
                changesAt = !changes || next - changesAt < 0 ? next : changesAt;
                changes = true;
            }
        }
        return new BackendWeights(weights, changes, changesAt);
    }
}

package dev.launcho.core.traffic;

import dev.launcho.core.model.InstanceId;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The connection summary of a rollout: the balancer's counts of all services, from the rollout's begin to its end. */
public final class ConnectionSummary {
    /** Milliseconds for which a live rollout waits until the connections of ended instances are counted. */
    private static final long SETTLING = 1_000;

    private static final int REMEMBERED = 1_024;

    private final LoadBalancer balancer;
    private final Set<InstanceId> ended = new LinkedHashSet<>();
    private Totals before = Totals.NONE;
    private long startedAt;
    private long liveAt = -1;

    /** The totals of services. Instances are not summed up: the balancer forgets them some time after their end. */
    private record Totals(long accepted, long drained, long cut, long refused) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        static Totals of(TrafficCounters counters) {
            return new Totals(
                    sum(counters, TrafficCounters.Service::accepted),
                    sum(counters, TrafficCounters.Service::drained),
                    sum(counters, TrafficCounters.Service::cut),
                    sum(counters, TrafficCounters.Service::refused));
        }

        private static long sum(TrafficCounters counters, ToLongFunction<TrafficCounters.Service> what) {
            return counters.services().values().stream().mapToLong(what).sum();
        }
    }

    public ConnectionSummary(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    public void begin(long now) {
        startedAt = now;
        liveAt = -1;
        ended.clear();
        before = Totals.of(balancer.counters());
    }

    public long connections(InstanceId id) {
        return balancer.connections(id);
    }

    /** Reports that an instance is about to be sent SIGKILL, which cuts its open connections. */
    public void killed(InstanceId id) {
        balancer.killed(id);
    }

    public void ended(InstanceId id) {
        ended.add(id);
        if (ended.size() > REMEMBERED) {
            ended.remove(ended.iterator().next());
        }
    }

    /**
     * Marks the rollout live, since the first of these calls in a row.
     *
     * @return whether all connections are counted, or the time for that is over
     */
    public boolean live(long now) {
        liveAt = liveAt < 0 ? now : liveAt;
        ended.removeIf(balancer::isSettled);
        return ended.isEmpty() || now - liveAt >= SETTLING;
    }

    /** Marks the rollout as not live after all. */
    public void notLive() {
        liveAt = -1;
    }

    public String summary(long revision) {
        Totals now = Totals.of(balancer.counters());
        return String.format(
                Locale.ROOT,
                "revision %d live in %.1fs: %,d connections accepted, %,d drained, %,d cut, %,d refused",
                revision,
                (liveAt - startedAt) / 1000.0,
                Math.max(0, now.accepted - before.accepted),
                Math.max(0, now.drained - before.drained),
                Math.max(0, now.cut - before.cut),
                Math.max(0, now.refused - before.refused));
    }
}

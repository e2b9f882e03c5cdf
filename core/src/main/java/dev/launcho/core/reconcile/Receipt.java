package dev.launcho.core.reconcile;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.LoadBalancer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What a rollout did to connections: what the balancer has counted from its begin to its end, of all services. */
final class Receipt {
    /** How long connections of instances that have just ended may take to be counted. */
    private static final long SETTLING = 1_000;

    private static final int REMEMBERED = 1_024;

    private final LoadBalancer balancer;
    private final Set<InstanceId> ended = new LinkedHashSet<>();
    private Totals before = Totals.NONE;
    private long startedAt;
    private long liveAt = -1;

    /** Of services, not of instances: these are forgotten some time after they are gone. */
    private record Totals(long accepted, long drained, long cut, long refused) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        static Totals of(Counters counters) {
            return new Totals(
                    sum(counters, Counters.Service::accepted),
                    sum(counters, Counters.Service::drained),
                    sum(counters, Counters.Service::cut),
                    sum(counters, Counters.Service::refused));
        }

        private static long sum(Counters counters, ToLongFunction<Counters.Service> what) {
            return counters.services().values().stream().mapToLong(what).sum();
        }
    }

    Receipt(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    void begin(long now) {
        startedAt = now;
        liveAt = -1;
        ended.clear();
        before = Totals.of(balancer.counters());
    }

    long connections(InstanceId id) {
        return balancer.connections(id);
    }

    /** It is about to be sent SIGKILL; what it has open is cut by that. */
    void killed(InstanceId id) {
        balancer.killed(id);
    }

    void ended(InstanceId id) {
        ended.add(id);
        if (ended.size() > REMEMBERED) {
            ended.remove(ended.iterator().next());
        }
    }

    /** The rollout is live since {@code now}, or since this was called first. @return whether everything is counted */
    boolean live(long now) {
        liveAt = liveAt < 0 ? now : liveAt;
        ended.removeIf(balancer::isSettled);
        return ended.isEmpty() || now - liveAt >= SETTLING;
    }

    /** It is not live after all. */
    void notLive() {
        liveAt = -1;
    }

    String summary(long revision) {
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

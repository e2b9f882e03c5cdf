package dev.launcho.core.reconcile;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.LoadBalancer;
import java.util.Locale;

/** What a rollout cost: instances started and retired, and what became of connections meanwhile. */
final class Receipt {
    private final LoadBalancer balancer;
    private long startedAt;
    private long accepted;
    private long refused;
    private int launched;
    private int retired;
    private long drained;
    private long cut;

    Receipt(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    void begin(long now) {
        Counters counters = balancer.counters();
        startedAt = now;
        accepted = accepted(counters);
        refused = refused(counters);
        launched = 0;
        retired = 0;
        drained = 0;
        cut = 0;
    }

    long connections(InstanceId id) {
        return balancer.counters().backend(id).active();
    }

    void launched() {
        launched++;
    }

    /** What is open when an instance is sent SIGKILL ends by the kernel's hand. */
    void cutBy(InstanceId id) {
        cut += connections(id);
    }

    void ended(InstanceId id) {
        Counters.Backend counted = balancer.counters().backend(id);
        retired++;
        drained += counted.drained();
        cut += counted.cut();
    }

    String summary(long revision, long now) {
        Counters counters = balancer.counters();
        return String.format(
                Locale.ROOT,
                "revision %d live in %.1fs: %d launched, %d ended; %,d connections accepted, %,d drained, %,d cut, %,d"
                        + " refused",
                revision,
                (now - startedAt) / 1000.0,
                launched,
                retired,
                Math.max(0, accepted(counters) - accepted),
                drained,
                cut,
                Math.max(0, refused(counters) - refused));
    }

    private static long accepted(Counters counters) {
        return counters.services().values().stream()
                .mapToLong(Counters.Service::accepted)
                .sum();
    }

    private static long refused(Counters counters) {
        return counters.services().values().stream()
                .mapToLong(Counters.Service::refused)
                .sum();
    }
}

package dev.launcho.proxy.route;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A table with one service, {@code web}, and a clock that stands still until it is told to go on. */
final class Balanced implements EjectionListener {
    /** Near its overflow, as {@link System#nanoTime} may be. */
    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(20).toNanos());

    final List<String> told = new ArrayList<>();
    final RouteTable table = new RouteTable((instance, still) -> {}, this, now::get);
    final BackendPicker picker = new BackendPicker(table);
    private final BalancingRules spread;

    Balanced(BalanceAlgorithm balance) {
        this(balance, Duration.ZERO);
    }

    Balanced(BalanceAlgorithm balance, Duration slowStart) {
        this.spread = new BalancingRules(balance, slowStart);
    }

    /** Each is active: {@code a}, {@code b*3} of weight 3, {@code c@place}. */
    void publish(String... backends) {
        table.publish(new Routes(List.of(new Routes.Service(
                "web",
                new HostPort("127.0.0.1", 1),
                Stream.of(backends).map(Balanced::backend).toList(),
                Routes.Hold.NONE,
                spread))));
    }

    private static Routes.Backend backend(String text) {
        String name = text.split("[*@]")[0];
        int weight = text.contains("*") ? Integer.parseInt(text.substring(text.indexOf('*') + 1)) : 1;
        String place = text.contains("@") ? text.substring(text.indexOf('@') + 1) : name;
        return new Routes.Backend(
                new InstanceId(name), new HostPort("127.0.0.1", 2), Routes.Rotation.ACTIVE, weight, place);
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    BackendLease pick(BalancedClient client, String... tried) {
        Collection<InstanceId> instances = Stream.of(tried).map(InstanceId::new).toList();
        BackendLease lease = picker.pick("web", instances, client);
        if (lease == null) {
            throw new AssertionError("nothing to be picked");
        }
        return lease;
    }

    BackendLease pick(String... tried) {
        return pick(BalancedClient.UNKNOWN, tried);
    }

    /** Who gets how many of so many connections, each over before the next. */
    Map<String, Integer> shares(int connections) {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < connections; i++) {
            BackendLease lease = pick();
            lease.ended(false);
            shares.merge(lease.instance().name(), 1, Integer::sum);
        }
        return shares;
    }

    /** So many connects to it fail in a row. */
    void fail(String name, int times) {
        fail(name, times, FailureKind.REFUSED);
    }

    void fail(String name, int times, FailureKind cause) {
        String[] others = table.counters().backends().keySet().stream()
                .map(InstanceId::name)
                .filter(other -> !other.equals(name))
                .toArray(String[]::new);
        for (int i = 0; i < times; i++) {
            pick(others).failed(cause);
        }
    }

    /** A connect to it succeeds, and the connection is over. */
    void reach(String name) {
        String[] others = table.counters().backends().keySet().stream()
                .map(InstanceId::name)
                .filter(other -> !other.equals(name))
                .toArray(String[]::new);
        BackendLease lease = pick(others);
        lease.accepted(1);
        lease.ended(false);
    }

    @Override
    public void ejected(String service, InstanceId instance, Duration time, FailureKind cause) {
        told.add(instance + " out for " + time.toSeconds() + " s: " + cause.words());
    }

    @Override
    public void readmitted(String service, InstanceId instance) {
        told.add(instance + " back");
    }
}

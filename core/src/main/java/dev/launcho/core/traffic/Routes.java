package dev.launcho.core.traffic;

import dev.launcho.core.model.BalancingRules;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.text.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The complete wanted routing table: entries that are not in it are removed. */
public record Routes(List<Service> services) {
    public static final Routes EMPTY = new Routes(List.of());

    public Routes {
        services = List.copyOf(services);
    }

    /**
     * @param name unique in the table
     * @param on address to listen on; unique in the table
     * @param backends in a stable order; an instance at most once
     * @param rules for connections that are accepted from now on
     * @param open whether the service listens; otherwise the kernel refuses new clients, and existing connections
     *     continue
     */
    public record Service(
            String name,
            HostPort on,
            List<Backend> backends,
            Hold hold,
            BalancingRules spread,
            ConnectionRules rules,
            boolean open) {
        public Service {
            backends = List.copyOf(backends);
        }

        /** Makes a service with default spreading, without rules. */
        public Service(String name, HostPort on, List<Backend> backends, Hold hold) {
            this(name, on, backends, hold, BalancingRules.DEFAULT);
        }

        /** Makes a service without rules. */
        public Service(String name, HostPort on, List<Backend> backends, Hold hold, BalancingRules spread) {
            this(name, on, backends, hold, spread, ConnectionRules.NONE);
        }

        /** Makes a service that listens. */
        public Service(
                String name,
                HostPort on,
                List<Backend> backends,
                Hold hold,
                BalancingRules spread,
                ConnectionRules rules) {
            this(name, on, backends, hold, spread, rules, true);
        }

        /** Written by hand for speed: the reconciler compares a table with the previous one at each turn. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || other instanceof Service o
                            && open == o.open
                            && name.equals(o.name)
                            && on.equals(o.on)
                            && backends.equals(o.backends)
                            && hold.equals(o.hold)
                            && spread.equals(o.spread)
                            && rules.equals(o.rules);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, on, backends, hold, spread, rules, open);
        }

        /** Returns this service, not listening. */
        public Service closed() {
            return new Service(name, on, backends, hold, spread, rules, false);
        }
    }

    /**
     * @param address where the instance listens, a loopback literal
     * @param weight the share of new connections that it gets, against other backends' weights; 1..256
     * @param place a key that stays the same when an instance is replaced; clients that are spread by their address
     *     follow it
     */
    public record Backend(InstanceId instance, HostPort address, Rotation rotation, int weight, String place) {
        public Backend {
            if (weight < 1 || weight > Policy.MOST_WEIGHT) {
                throw new IllegalArgumentException(instance + " has the weight " + weight);
            }
        }

        /** Written by hand, as in {@link Service}. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || other instanceof Backend o
                            && rotation == o.rotation
                            && weight == o.weight
                            && instance.equals(o.instance)
                            && address.equals(o.address)
                            && place.equals(o.place);
        }

        @Override
        public int hashCode() {
            return Objects.hash(instance, address, rotation, weight, place);
        }

        /** Makes a backend of weight 1, in a place of its own. */
        public Backend(InstanceId instance, HostPort address, Rotation rotation) {
            this(instance, address, rotation, 1, instance.name());
        }
    }

    /** The rotation state of a backend: whether it may be picked. */
    public enum Rotation {
        /** Takes new connections. */
        ACTIVE,
        /** Takes no new connections; existing ones continue. */
        DRAINING
    }

    /**
     * The treatment of new connections when no backend is active.
     *
     * @param time how long a connection may wait; zero = it is refused (reset) at once
     * @param most how many connections may wait at the same time, per service
     */
    public record Hold(Duration time, int most) {
        public static final Hold NONE = new Hold(Duration.ZERO, 0);
    }
}

package dev.launcho.core.traffic;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Spread;
import java.time.Duration;
import java.util.List;

/** The complete wanted routing table: what is not in it is to go. */
public record Routes(List<Service> services) {
    public static final Routes EMPTY = new Routes(List.of());

    public Routes {
        services = List.copyOf(services);
    }

    /**
     * @param name unique in the table
     * @param on where to listen; unique in the table
     * @param backends in a stable order; an instance at most once
     * @param rules for connections that are accepted from now on
     */
    public record Service(
            String name, HostPort on, List<Backend> backends, Hold hold, Spread spread, ConnectionRules rules) {
        public Service {
            backends = List.copyOf(backends);
        }

        /** In turn, without rules. */
        public Service(String name, HostPort on, List<Backend> backends, Hold hold) {
            this(name, on, backends, hold, Spread.DEFAULT);
        }

        /** Without rules. */
        public Service(String name, HostPort on, List<Backend> backends, Hold hold, Spread spread) {
            this(name, on, backends, hold, spread, ConnectionRules.NONE);
        }
    }

    /**
     * @param address where the instance listens, a loopback literal
     * @param weight the share of new connections that it gets, against other backends' weights; 1..256
     * @param place what stays the same when an instance is replaced by another one; where clients are spread by their
     *     address they go by it
     */
    public record Backend(InstanceId instance, HostPort address, Rotation rotation, int weight, String place) {
        public Backend {
            if (weight < 1 || weight > Policy.MOST_WEIGHT) {
                throw new IllegalArgumentException(instance + " has the weight " + weight);
            }
        }

        /** Of weight 1, in a place of its own. */
        public Backend(InstanceId instance, HostPort address, Rotation rotation) {
            this(instance, address, rotation, 1, instance.name());
        }
    }

    /** Whether a backend may be picked. */
    public enum Rotation {
        /** Takes new connections. */
        ACTIVE,
        /** Takes none; those that it has live on. */
        DRAINING
    }

    /**
     * What happens to a new connection when no backend is active.
     *
     * @param time how long it may wait; zero = it is refused (reset) at once
     * @param most how many may wait at the same time, per service
     */
    public record Hold(Duration time, int most) {
        public static final Hold NONE = new Hold(Duration.ZERO, 0);
    }
}

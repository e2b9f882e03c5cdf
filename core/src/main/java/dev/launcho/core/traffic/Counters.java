package dev.launcho.core.traffic;

import dev.launcho.core.model.InstanceId;
import java.util.Map;

/**
 * A snapshot of what the balancer counted since it started. Counts only grow, but for {@code active} and {@code held},
 * which are levels.
 */
public record Counters(Map<String, Service> services, Map<InstanceId, Backend> backends) {
    public static final Counters NONE = new Counters(Map.of(), Map.of());

    public Counters {
        services = Map.copyOf(services);
        backends = Map.copyOf(backends);
    }

    public Service service(String name) {
        return services.getOrDefault(name, Service.NONE);
    }

    public Backend backend(InstanceId id) {
        return backends.getOrDefault(id, Backend.NONE);
    }

    /**
     * @param accepted connections taken from the listening socket
     * @param active connections being relayed now
     * @param held connections waiting for a backend now
     * @param refused connections reset because no backend could be reached or the hold was over
     * @param retried connect attempts after the first of a connection
     * @param bytesIn from clients, bytes
     * @param bytesOut to clients, bytes
     * @param rejected connections reset because they were none of those that the service takes: a PROXY protocol header was
     *     wrong or missing, or their address had as many as it may
     */
    public record Service(
            long accepted,
            long active,
            long held,
            long refused,
            long retried,
            long bytesIn,
            long bytesOut,
            long rejected) {
        public static final Service NONE = new Service(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * @param accepted connections given to it
     * @param active connections being relayed to it now, all services together
     * @param drained connections that ended by themselves while it was draining
     * @param cut connections that ended by a reset from its side after it had left rotation
     */
    public record Backend(long accepted, long active, long drained, long cut) {
        public static final Backend NONE = new Backend(0, 0, 0, 0);
    }
}

package dev.launcho.core.traffic;

import dev.launcho.core.model.InstanceId;
import java.time.Duration;
import java.util.Map;

/**
 * A snapshot of what the balancer counted since it started. Counts only grow, but for {@code active}, {@code held} and
 * {@code ejectedFor}, which are levels.
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
     * @param waited connections that had to wait for a backend, until now
     * @param refused connections reset because no backend could be reached or the hold was over
     * @param retried connect attempts after the first of a connection
     * @param ejected how often a backend was left out for a while because connects to it failed
     * @param drained as of a backend
     * @param cut as of a backend
     * @param bytesIn from clients, bytes
     * @param bytesOut to clients, bytes
     * @param connects how long connects to backends took
     * @param rejected connections reset because they were none of those that the service takes: a PROXY protocol header was
     *     wrong or missing, or their address had as many as it may
     */
    public record Service(
            long accepted,
            long active,
            long held,
            long waited,
            long refused,
            long retried,
            long ejected,
            long drained,
            long cut,
            long bytesIn,
            long bytesOut,
            Latency connects,
            long rejected) {
        public static final Service NONE = new Service(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Latency.NONE, 0);
    }

    /**
     * An instance, all its services together.
     *
     * @param accepted connections given to it
     * @param active connections being relayed to it now
     * @param refused connects to it that failed: refused, unreachable, or without an answer
     * @param retried connects to it that came after another backend's had failed
     * @param ejected how often it was left out for a while because connects to it failed
     * @param ejectedFor how long it still is; zero = it is not
     * @param drained connections that ended in an orderly way, by either side, once it had left rotation
     * @param cut connections that it reset, and those that were open when it was killed
     * @param bytesIn from clients, bytes
     * @param bytesOut to clients, bytes
     * @param connects how long connects to it took
     */
    public record Backend(
            long accepted,
            long active,
            long refused,
            long retried,
            long ejected,
            Duration ejectedFor,
            long drained,
            long cut,
            long bytesIn,
            long bytesOut,
            Latency connects) {
        public static final Backend NONE = new Backend(0, 0, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, Latency.NONE);
    }
}

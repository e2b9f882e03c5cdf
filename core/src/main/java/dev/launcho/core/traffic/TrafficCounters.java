package dev.launcho.core.traffic;

import dev.launcho.core.model.InstanceId;
import java.time.Duration;
import java.util.Map;

/**
 * A snapshot of the balancer's counters since it started. Counts only grow, except for {@code active}, {@code held} and
 * {@code ejectedFor}, which are levels.
 */
public record TrafficCounters(Map<String, Service> services, Map<InstanceId, Backend> backends) {
    public static final TrafficCounters NONE = new TrafficCounters(Map.of(), Map.of());

    public TrafficCounters {
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
     * @param ejected how often a backend was ejected for a while because connects to it failed
     * @param drained like that of a backend
     * @param cut like that of a backend
     * @param bytesIn from clients, bytes
     * @param bytesOut to clients, bytes
     * @param connects duration of connects to backends
     * @param rejected connections reset because the service does not accept them: a PROXY protocol header was wrong or
     *     missing, or their source address had reached its limit
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
            LatencySummary connects,
            long rejected) {
        public static final Service NONE = new Service(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, LatencySummary.NONE, 0);
    }

    /**
     * The counters of an instance, over all its services.
     *
     * @param accepted connections given to it
     * @param active connections being relayed to it now
     * @param refused connects to it that failed: refused, unreachable, or without an answer
     * @param retried connects to it that came after another backend's had failed
     * @param ejected how often it was ejected for a while because connects to it failed
     * @param ejectedFor for how long it is still ejected; zero = it is not
     * @param drained connections that ended in an orderly way, by either side, after the instance had left rotation
     * @param cut connections that the instance reset, and those that were open when it was killed
     * @param bytesIn from clients, bytes
     * @param bytesOut to clients, bytes
     * @param connects duration of connects to it
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
            LatencySummary connects) {
        public static final Backend NONE = new Backend(0, 0, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, LatencySummary.NONE);
    }
}

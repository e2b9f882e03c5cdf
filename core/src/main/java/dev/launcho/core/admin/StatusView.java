package dev.launcho.core.admin;

import dev.launcho.core.event.Event;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of a server: the observed state beside the desired one.
 *
 * @param version of the server
 * @param startedAt of the server
 * @param revision of the target, 0 before the first
 * @param revisionAt when the revision was set
 * @param revisionBy author of the revision
 * @param processes in the order of the target; those that are leaving at the end
 * @param events the newest, oldest first
 * @param ended instances that have ended, oldest first; none unless they were asked for
 */
public record StatusView(
        String version,
        Instant startedAt,
        long revision,
        Instant revisionAt,
        String revisionBy,
        List<Process> processes,
        List<Service> services,
        List<Event> events,
        List<Ended> ended) {

    public StatusView(
            String version,
            Instant startedAt,
            long revision,
            Instant revisionAt,
            String revisionBy,
            List<Process> processes,
            List<Service> services,
            List<Event> events) {
        this(version, startedAt, revision, revisionAt, revisionBy, processes, services, events, List.of());
    }

    /**
     * The status of a process.
     *
     * @param state {@code ok}, {@code degraded}, {@code starting}, {@code rolling}, {@code waiting}, {@code backoff}, {@code failed},
     *     {@code completed}, {@code leaving}
     * @param detail reason for the state, one line; empty if there is nothing to say
     * @param goal the version that the target asks for; empty while the process waits, or if it is to leave
     */
    public record Process(
            String name,
            String state,
            int ready,
            int wanted,
            String detail,
            List<Instance> instances,
            Optional<Failing> failing,
            String goal) {

        /** A process that does not fail. */
        public Process(String name, String state, int ready, int wanted, String detail, List<Instance> instances) {
            this(name, state, ready, wanted, detail, instances, Optional.empty(), "");
        }
    }

    /**
     * The last ended instance of a process that is to be started again.
     *
     * @param instance empty if its log is gone
     * @param exit how it ended
     * @param restarts of its slot, in a row
     * @param retryAt when the next instance is started
     * @param line the last line of its log
     */
    public record Failing(String instance, String exit, int restarts, Instant retryAt, String line) {}

    /** An instance that has ended. */
    public record Ended(String process, String id, Instant at, String how) {}

    /**
     * @param state the phase, lower case
     * @param ready whether it is in rotation
     * @param restarts of its slot, in a row
     * @param startedAt of the command
     * @param pid of the shim; 0 before there is one
     * @param ports by service name
     * @param detail last probe answer or exit, one line; may be empty
     * @param traffic all counters of its connections
     */
    public record Instance(
            String id,
            String state,
            boolean ready,
            int restarts,
            Instant startedAt,
            long pid,
            String version,
            Map<String, Integer> ports,
            ResourceUsage usage,
            String detail,
            TrafficCounters.Backend traffic) {}

    /**
     * @param on as in the target
     * @param state {@code open}, {@code opening}, {@code looking-up}, {@code failed}, {@code closed}
     * @param problem why it does not listen although it should; empty if it does
     * @param detail further remarks on its listening state, one line; may be empty
     * @param ready backends to which the load balancer gives connections now
     * @param total backends wanted
     * @param traffic all counters of its connections
     */
    public record Service(
            String name,
            String on,
            String state,
            String problem,
            String detail,
            int ready,
            int total,
            TrafficCounters.Service traffic) {}
}

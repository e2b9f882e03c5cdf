package dev.launcho.core.admin;

import dev.launcho.core.traffic.Counters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs now, beside what is wanted.
 *
 * @param version of the server
 * @param startedAt of the server
 * @param revision of the target, 0 before the first
 * @param revisionAt when that was set
 * @param revisionBy who set it
 * @param processes in the order of the target; those that are leaving at the end
 * @param events the newest, oldest first
 * @param ended instances that are no more, oldest first; none unless they were asked for
 */
public record StatusView(
        String version,
        Instant startedAt,
        long revision,
        Instant revisionAt,
        String revisionBy,
        List<Process> processes,
        List<Service> services,
        List<EventView> events,
        List<Ended> ended) {

    public StatusView(
            String version,
            Instant startedAt,
            long revision,
            Instant revisionAt,
            String revisionBy,
            List<Process> processes,
            List<Service> services,
            List<EventView> events) {
        this(version, startedAt, revision, revisionAt, revisionBy, processes, services, events, List.of());
    }

    /**
     * @param state {@code ok}, {@code degraded}, {@code starting}, {@code rolling}, {@code waiting}, {@code backoff}, {@code failed},
     *     {@code completed}, {@code leaving}
     * @param detail why it is so, one line; empty if there is nothing to say
     * @param goal the version that the target asks for; empty while it waits, or if it is to leave
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

        /** One that does not fail. */
        public Process(String name, String state, int ready, int wanted, String detail, List<Instance> instances) {
            this(name, state, ready, wanted, detail, instances, Optional.empty(), "");
        }
    }

    /**
     * The instance of a process that ended last, where it is to be started again.
     *
     * @param instance empty if its log is gone
     * @param exit how it ended
     * @param restarts of its slot, in a row
     * @param retryAt when the next is started
     * @param line the last of its log
     */
    public record Failing(String instance, String exit, int restarts, Instant retryAt, String line) {}

    /** An instance that is no more, but has a log. */
    public record Ended(String process, String id, Instant at, String how) {}

    /**
     * @param state the phase, lower case
     * @param ready whether it is in rotation
     * @param restarts of its slot, in a row
     * @param startedAt of the command
     * @param pid of the shim; 0 before there is one
     * @param ports by service name
     * @param connections relayed to it now
     * @param cpu percent of one core that its processes use; negative if not known yet
     * @param memory bytes that they use; negative if not known yet
     * @param files descriptors that they have open; negative if not known yet
     * @param detail last probe answer or exit, one line; may be empty
     * @param traffic all that was counted of its connections
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
            long connections,
            double cpu,
            long memory,
            int files,
            String detail,
            Counters.Backend traffic) {
        /** Without traffic. */
        public Instance(
                String id,
                String state,
                boolean ready,
                int restarts,
                Instant startedAt,
                long pid,
                String version,
                Map<String, Integer> ports,
                long connections,
                double cpu,
                long memory,
                int files,
                String detail) {
            this(
                    id,
                    state,
                    ready,
                    restarts,
                    startedAt,
                    pid,
                    version,
                    ports,
                    connections,
                    cpu,
                    memory,
                    files,
                    detail,
                    Counters.Backend.NONE);
        }
    }

    /**
     * @param on as in the target
     * @param problem why it does not listen; empty if it does
     * @param ready backends to which the load balancer gives connections now
     * @param total backends wanted
     * @param traffic all that was counted of its connections
     */
    public record Service(
            String name,
            String on,
            String problem,
            int ready,
            int total,
            long connections,
            long held,
            long accepted,
            long refused,
            Counters.Service traffic) {
        /** Without traffic but for what is named. */
        public Service(
                String name,
                String on,
                String problem,
                int ready,
                int total,
                long connections,
                long held,
                long accepted,
                long refused) {
            this(name, on, problem, ready, total, connections, held, accepted, refused, Counters.Service.NONE);
        }
    }
}

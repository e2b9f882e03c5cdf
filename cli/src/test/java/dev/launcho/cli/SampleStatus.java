package dev.launcho.cli;

import dev.launcho.core.admin.StatusView.Service;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;

/** Services and counters for tests of what is shown. */
public final class SampleStatus {
    private SampleStatus() {}

    /** Returns a service that is open, or failed with a problem; it has no connections held and none refused. */
    public static Service service(
            String name, String on, String problem, int ready, int total, long connections, long accepted) {
        TrafficCounters.Service traffic =
                new TrafficCounters.Service(accepted, connections, 0, 0, 0, 0, 0, 0, 0, 0, 0, LatencySummary.NONE, 0);
        return new Service(name, on, problem.isEmpty() ? "open" : "failed", problem, "", ready, total, traffic);
    }

    /** Returns the counters of an instance with open connections. */
    public static TrafficCounters.Backend backend(long connections) {
        return new TrafficCounters.Backend(
                connections, connections, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, LatencySummary.NONE);
    }
}

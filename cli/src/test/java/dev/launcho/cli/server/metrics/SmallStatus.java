package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A status for tests of its metrics. */
final class SmallStatus {
    static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

    private static final LatencySummary CONNECTS = new LatencySummary(
            10,
            5_500_000,
            100,
            200,
            300,
            400,
            List.of(
                    new LatencySummary.Bucket(1, 1),
                    new LatencySummary.Bucket(128, 4),
                    new LatencySummary.Bucket(256, 3),
                    new LatencySummary.Bucket(1L << 22, 1),
                    new LatencySummary.Bucket(1L << 23, 1)));

    private SmallStatus() {}

    static StatusView.Instance instance(String id) {
        return new StatusView.Instance(
                id,
                "ready",
                true,
                2,
                STARTED.plusMillis(1_500),
                77,
                "cafe1234",
                Map.of("http", 20_001),
                new ResourceUsage(12.5, 34 << 20, 17, 2_500_000),
                "",
                new TrafficCounters.Backend(9, 1, 2, 3, 4, Duration.ofSeconds(5), 6, 7, 800, 900, CONNECTS));
    }

    static StatusView.Instance starting(String id) {
        return new StatusView.Instance(
                id,
                "starting",
                false,
                0,
                STARTED,
                0,
                "cafe1234",
                Map.of(),
                ResourceUsage.UNKNOWN,
                "",
                TrafficCounters.Backend.NONE);
    }

    static StatusView.Process process(String name, StatusView.Instance... instances) {
        return new StatusView.Process(name, "degraded", 1, 2, "", List.of(instances));
    }

    static StatusView.Process failing(String name) {
        return new StatusView.Process(
                name,
                "backoff",
                0,
                1,
                "",
                List.of(),
                Optional.of(new StatusView.Failing("grim-yak-3", "exit 1", 5, STARTED, "")),
                "v");
    }

    static StatusView.Service service(String name) {
        return new StatusView.Service(
                name,
                "127.0.0.1:80",
                "open",
                "",
                "",
                1,
                2,
                new TrafficCounters.Service(100, 1, 2, 3, 4, 5, 6, 7, 8, 900, 1_000, CONNECTS, 9));
    }

    static StatusView of(List<StatusView.Process> processes, List<StatusView.Service> services) {
        return new StatusView("0.2.0", STARTED, 42, STARTED, "ana", processes, services, List.of());
    }

    /** A process and service, two instances of it, and a process that fails. */
    static StatusView small() {
        return of(
                List.of(process("web", instance("calm-otter-1"), starting("keen-lynx-2")), failing("job")),
                List.of(service("http")));
    }

    /** As many instances, two to a process, and a service for each process. */
    static StatusView large(int instances) {
        List<StatusView.Process> processes = new ArrayList<>();
        List<StatusView.Service> services = new ArrayList<>();
        for (int n = 0; n < instances; n += 2) {
            processes.add(process("web-" + n, instance("calm-otter-" + n), instance("calm-otter-" + (n + 1))));
            services.add(service("http-" + n));
        }
        return of(processes, services);
    }
}

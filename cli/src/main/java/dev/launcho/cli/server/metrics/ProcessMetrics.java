package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** The metrics of processes, from the status. Immutable. */
final class ProcessMetrics implements MetricSource {
    /** Those of {@link StatusView.Process#state}. */
    static final List<String> STATES =
            List.of("ok", "degraded", "starting", "rolling", "waiting", "backoff", "failed", "completed", "leaving");

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        view.processes().forEach(process -> collect(process, into));
    }

    private static void collect(StatusView.Process process, MetricFamilies into) {
        Labels labels = MetricFamilies.labels("process", process.name());
        into.gauge("process_wanted_instances", "Instances that the target asks for.", labels, process.wanted());
        into.gauge("process_ready_instances", "Instances that are in rotation.", labels, process.ready());
        into.gauge(
                "process_running_instances",
                "Instances that are there, also those that start or leave.",
                labels,
                process.instances().size());
        for (String state : STATES) {
            into.gauge(
                    "process_state",
                    "1 for the state that the process is in, as in launcho status, and 0 for every other.",
                    labels.add("state", state),
                    process.state().equals(state) ? 1 : 0);
        }
        into.gauge(
                "process_restarts_in_a_row",
                "Restarts of the slot that has failed most often since it was last stable.",
                labels,
                Math.max(
                        process.failing().map(StatusView.Failing::restarts).orElse(0),
                        process.instances().stream()
                                .mapToInt(StatusView.Instance::restarts)
                                .max()
                                .orElse(0)));
    }
}

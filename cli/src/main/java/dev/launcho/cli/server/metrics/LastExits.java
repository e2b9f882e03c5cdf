package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.store.InstanceEnd;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The last exit of each process of the status, as the event log remembers it, also over restarts of the server. Any thread. */
public final class LastExits implements MetricSource {
    private final Supplier<List<InstanceEnd>> ends;

    public LastExits(Supplier<List<InstanceEnd>> ends) {
        this.ends = ends;
    }

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        Map<String, InstanceEnd> last = new HashMap<>();
        for (InstanceEnd end : ends.get()) {
            last.merge(end.process(), end, (a, b) -> b.at().isBefore(a.at()) ? a : b);
        }
        for (StatusView.Process process : view.processes()) {
            InstanceEnd end = last.get(process.name());
            if (end != null) {
                Labels labels = MetricFamilies.labels("process", process.name());
                into.gauge(
                        "process_last_exit_status",
                        "Exit status of the instance that ended last, as a shell reports it; -1 if there is none.",
                        labels,
                        end.exit().status());
                into.gauge(
                        "process_last_exit_time_seconds",
                        "When the last instance ended, in seconds since 1970.",
                        labels,
                        InstanceMetrics.seconds(end.at()));
            }
        }
    }
}

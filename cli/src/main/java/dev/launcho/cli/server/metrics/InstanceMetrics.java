package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.traffic.TrafficCounters;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The metrics of instances that are there, from the status: those of an instance end with it. Their label is not
 * {@code instance}, since Prometheus calls the scraped server so.
 */
final class InstanceMetrics implements MetricSource {
    private static final double MILLIS = 1e3;
    private static final double MICROS = 1e6;
    /** Two powers of two: a deploy replaces every series of an instance, so there are fewer than of a service. */
    private static final int BUCKET_STEP = 2;

    /**
     * When each instance was begun, as it was seen first, by its name. The status counts back from now, by a clock that stands
     * still with the server.
     */
    private final Map<String, Double> begun = new HashMap<>();

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        begun.keySet()
                .retainAll(view.processes().stream()
                        .flatMap(process -> process.instances().stream())
                        .map(StatusView.Instance::id)
                        .collect(Collectors.toSet()));
        for (StatusView.Process process : view.processes()) {
            for (StatusView.Instance instance : process.instances()) {
                Labels labels = MetricFamilies.labels("process", process.name(), "instance_name", instance.id());
                life(instance, labels, into);
                usage(instance.usage(), labels, into);
                traffic(instance.traffic(), labels, into);
            }
        }
    }

    private void life(StatusView.Instance instance, Labels labels, MetricFamilies into) {
        into.info("instance", "The version that an instance runs.", labels.add("version", instance.version()));
        into.gauge("instance_ready", "Whether it is in rotation.", labels, instance.ready() ? 1 : 0);
        into.gauge(
                "instance_start_time_seconds",
                "When its preparation began, in seconds since 1970.",
                labels,
                begun.computeIfAbsent(instance.id(), id -> seconds(instance.startedAt())));
    }

    static double seconds(Instant at) {
        return at.toEpochMilli() / MILLIS;
    }

    private static void usage(ResourceUsage usage, Labels labels, MetricFamilies into) {
        if (usage.cpuMicros() >= 0) {
            into.counter(
                    "instance_cpu_seconds",
                    "CPU time of its whole tree of processes, looked at every 5 to 60 s.",
                    labels,
                    usage.cpuMicros() / MICROS);
        }
        into.known(
                "instance_memory_bytes",
                "Memory of its whole tree, without what can be reclaimed.",
                labels,
                usage.memory());
        into.known("instance_open_files", "Open descriptors of its whole tree.", labels, usage.files());
    }

    private static void traffic(TrafficCounters.Backend counted, Labels labels, MetricFamilies into) {
        into.gauge("instance_active_connections", "Connections being relayed to it.", labels, counted.active());
        into.counter("instance_connections", "Connections given to it.", labels, counted.accepted());
        into.counter("instance_refused_connects", "Connects to it that failed.", labels, counted.refused());
        into.counter(
                "instance_retried_connects",
                "Connects to it after one to another instance had failed.",
                labels,
                counted.retried());
        into.counter("instance_ejections", "How often it was left out for a while.", labels, counted.ejected());
        into.gauge(
                "instance_ejected",
                "Whether it is left out because connects to it failed.",
                labels,
                counted.ejectedFor().isZero() ? 0 : 1);
        into.counter(
                "instance_drained_connections",
                "Connections that ended in order after it had left rotation.",
                labels,
                counted.drained());
        into.counter(
                "instance_cut_connections",
                "Connections that it reset, or that were open when it was killed.",
                labels,
                counted.cut());
        into.counter("instance_received_bytes", "Bytes from clients to it.", labels, counted.bytesIn());
        into.counter("instance_sent_bytes", "Bytes from it to clients.", labels, counted.bytesOut());
        into.histogram(
                "instance_connect_seconds",
                "How long connects to it took.",
                labels,
                ConnectBuckets.of(counted.connects(), BUCKET_STEP),
                ConnectBuckets.seconds(counted.connects()));
    }
}

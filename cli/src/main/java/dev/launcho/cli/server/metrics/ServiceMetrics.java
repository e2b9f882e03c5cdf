package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.traffic.TrafficCounters;
import io.prometheus.metrics.model.snapshots.Labels;

/** The metrics of services, from the status. Immutable. */
final class ServiceMetrics implements MetricSource {
    private static final int BUCKET_STEP = 1;

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        for (StatusView.Service service : view.services()) {
            Labels labels = MetricFamilies.labels("service", service.name());
            into.gauge(
                    "service_open",
                    "Whether clients can connect to its address.",
                    labels,
                    service.state().equals("open") ? 1 : 0);
            into.gauge("service_wanted_instances", "Instances that should receive it.", labels, service.total());
            into.gauge("service_ready_instances", "Instances that get its connections.", labels, service.ready());
            traffic(service.traffic(), labels, into);
        }
    }

    private static void traffic(TrafficCounters.Service counted, Labels labels, MetricFamilies into) {
        into.gauge("service_active_connections", "Connections being relayed.", labels, counted.active());
        into.gauge("service_held_connections", "Connections that wait for an instance.", labels, counted.held());
        into.counter("service_connections", "Connections taken from its address.", labels, counted.accepted());
        into.counter("service_waited_connections", "Connections that had to wait.", labels, counted.waited());
        into.counter(
                "service_refused_connections",
                "Connections reset because no instance could be reached in time.",
                labels,
                counted.refused());
        into.counter(
                "service_rejected_connections",
                "Connections reset because its rules do not accept them.",
                labels,
                counted.rejected());
        into.counter(
                "service_retried_connects", "Connects after the first of a connection.", labels, counted.retried());
        into.counter("service_ejections", "How often an instance was left out.", labels, counted.ejected());
        into.counter(
                "service_drained_connections",
                "Connections that ended in order after their instance had left rotation.",
                labels,
                counted.drained());
        into.counter(
                "service_cut_connections",
                "Connections that their instance reset, or that were open when it was killed.",
                labels,
                counted.cut());
        into.counter("service_received_bytes", "Bytes from clients.", labels, counted.bytesIn());
        into.counter("service_sent_bytes", "Bytes to clients.", labels, counted.bytesOut());
        into.histogram(
                "service_connect_seconds",
                "How long connects to instances took.",
                labels,
                ConnectBuckets.of(counted.connects(), BUCKET_STEP),
                ConnectBuckets.seconds(counted.connects()));
    }
}

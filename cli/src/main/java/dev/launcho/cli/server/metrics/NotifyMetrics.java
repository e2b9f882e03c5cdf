package dev.launcho.cli.server.metrics;

import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.core.admin.StatusView;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The counts of messages to receivers. Any thread. */
public final class NotifyMetrics implements MetricSource {
    private final Supplier<List<ReceiverView>> receivers;
    private final LongSupplier lostSigns;

    /** @param lostSigns signs of troubles that got no message, since too many came at once */
    public NotifyMetrics(Supplier<List<ReceiverView>> receivers, LongSupplier lostSigns) {
        this.receivers = receivers;
        this.lostSigns = lostSigns;
    }

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        List<ReceiverView> all = receivers.get();
        for (ReceiverView receiver : all) {
            Labels labels =
                    MetricFamilies.labels("receiver", Integer.toString(receiver.number()), "url", receiver.url());
            into.counter("notify_sent", "Messages that the receiver took.", labels, receiver.sent());
            into.counter("notify_failed", "Messages given up: refused, or an hour old.", labels, receiver.failed());
            into.counter("notify_dropped", "Messages dropped, since too many waited.", labels, receiver.dropped());
            into.gauge("notify_queued", "Messages that wait.", labels, receiver.queued());
            into.gauge("notify_failing", "Whether the last attempt failed.", labels, receiver.isFailing() ? 1 : 0);
        }
        if (!all.isEmpty()) {
            into.counter(
                    "notify_lost_signs",
                    "Signs of troubles without a message, since too many came at once.",
                    Labels.EMPTY,
                    lostSigns.getAsLong());
        }
    }
}

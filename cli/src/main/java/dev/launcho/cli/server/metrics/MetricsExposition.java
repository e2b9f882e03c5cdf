package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The text of all metrics. One thread at a time makes it; others wait for it and take the same text, which is kept for
 * half a second: a crowd of clients costs no more than two scrapes a second and format. Any thread; blocks no reconciler.
 */
public final class MetricsExposition {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<StatusView> status;
    private final List<MetricSource> sources;
    private final LongSupplier ticker;
    private final Map<ScrapeFormat, Kept> kept = new EnumMap<>(ScrapeFormat.class);

    private record Kept(long at, ScrapeAnswer answer) {}

    /**
     * @param more of the server itself, beside those of the status
     * @param ticker monotonic, nanoseconds
     */
    public MetricsExposition(Supplier<StatusView> status, List<MetricSource> more, LongSupplier ticker) {
        this.status = status;
        this.sources = new ArrayList<>(List.of(new ProcessMetrics(), new InstanceMetrics(), new ServiceMetrics()));
        this.sources.addAll(more);
        this.ticker = ticker;
    }

    /** Returns metrics of a status alone. */
    public static MetricsExposition of(Supplier<StatusView> status) {
        return new MetricsExposition(status, List.of(), System::nanoTime);
    }

    /** @param accept values of the header Accept; may be empty */
    public synchronized ScrapeAnswer answer(String accept) {
        ScrapeFormat format = ScrapeFormat.of(accept);
        Kept last = kept.get(format);
        long now = ticker.getAsLong();
        if (last != null && now - last.at() < FRESH_NANOS) {
            return last.answer();
        }
        ScrapeAnswer answer =
                new ScrapeAnswer(format.contentType(), format.text(families().snapshots()));
        kept.put(format, new Kept(ticker.getAsLong(), answer));
        return answer;
    }

    private MetricFamilies families() {
        StatusView view = status.get();
        MetricFamilies families = new MetricFamilies();
        sources.forEach(source -> source.collect(view, families));
        return families;
    }
}

package dev.launcho.cli.server.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The families of one scrape. Names are without {@code launcho_}, and counters without {@code _total}. Of two samples of a
 * family with the same labels the first one stays. Used by one thread.
 */
public final class MetricFamilies {
    private static final String PREFIX = "launcho_";

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n]]");

    private final Map<String, Family<?>> families = new LinkedHashMap<>();

    /** The samples of one name. */
    private record Family<P extends DataPointSnapshot>(
            MetricMetadata metadata,
            BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> maker,
            Map<Labels, P> points) {
        MetricSnapshot snapshot() {
            return maker.apply(metadata, points.values());
        }
    }

    /**
     * Returns labels whose values a scraper can read. The writers escape quotes, backslashes and line ends; other control
     * characters, at which some parsers end, are replaced.
     *
     * @param namesAndValues in turn
     */
    static Labels labels(String... namesAndValues) {
        String[] clean = namesAndValues.clone();
        for (int n = 1; n < clean.length; n += 2) {
            clean[n] = CONTROL.matcher(clean[n]).replaceAll("\ufffd");
        }
        return Labels.of(clean);
    }

    void gauge(String name, String help, Labels labels, double value) {
        add(name, help, GaugeSnapshot::new, new GaugeDataPointSnapshot(value, labels, null));
    }

    /** Adds a level that is not there while it is not known: negative values are left out. */
    void known(String name, String help, Labels labels, double value) {
        if (value >= 0) {
            gauge(name, help, labels, value);
        }
    }

    void counter(String name, String help, Labels labels, double value) {
        add(name, help, CounterSnapshot::new, new CounterDataPointSnapshot(value, labels, null, 0));
    }

    void histogram(String name, String help, Labels labels, ClassicHistogramBuckets buckets, double sum) {
        add(name, help, HistogramSnapshot::new, new HistogramDataPointSnapshot(buckets, sum, labels, null, 0));
    }

    /** Adds facts in words as labels of a sample that is always 1. @param name without {@code _info} */
    void info(String name, String help, Labels labels) {
        add(name, help, InfoSnapshot::new, new InfoDataPointSnapshot(labels));
    }

    @SuppressWarnings("unchecked") // A name has one type: every family is added by one method of one source.
    private <P extends DataPointSnapshot> void add(
            String name, String help, BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> maker, P point) {
        Family<P> family = (Family<P>) families.computeIfAbsent(
                name, n -> new Family<>(new MetricMetadata(PREFIX + n, help, unit(n)), maker, new LinkedHashMap<>()));
        family.points().putIfAbsent(point.getLabels(), point);
    }

    private static @Nullable Unit unit(String name) {
        return name.endsWith("_seconds") ? Unit.SECONDS : name.endsWith("_bytes") ? Unit.BYTES : null;
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(
                families.values().stream().<MetricSnapshot>map(Family::snapshot).toList());
    }
}

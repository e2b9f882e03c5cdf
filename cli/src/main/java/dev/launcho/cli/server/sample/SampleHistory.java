package dev.launcho.cli.server.sample;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.admin.StatusView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The samples of the last hour, one every {@link #STEP}. At most {@value #MOST} processes and as many services have samples,
 * which takes 8 MiB; what is gone leaves after an hour. Any thread.
 */
public final class SampleHistory {
    public static final Duration STEP = Duration.ofSeconds(10);
    static final int MOST = 256;

    private static final List<String> OF_PROCESS = List.of("cpu", "memory", "ready");

    private final LongSupplier ticker;
    private final long start;
    private final Map<String, SampleSeries> processes = new LinkedHashMap<>();
    private final Map<String, ServiceSampler> services = new LinkedHashMap<>();
    private long newest = -1;
    private Instant newestAt;
    private byte @Nullable [] text;

    /**
     * @param ticker monotonic, nanoseconds
     * @param now the time
     */
    public SampleHistory(LongSupplier ticker, Instant now) {
        this.ticker = ticker;
        this.start = ticker.getAsLong();
        this.newestAt = now;
    }

    /** Takes a sample. To be called once each {@link #STEP}. @param now the time */
    public synchronized void take(StatusView view, Instant now) {
        long step = Math.round((ticker.getAsLong() - start) / (double) STEP.toNanos());
        newest = Math.max(newest, step);
        newestAt = now;
        text = null;
        processes.values().removeIf(series -> !series.isRecent(newest));
        services.values().removeIf(sampler -> !sampler.series().isRecent(newest));
        view.processes().forEach(this::take);
        view.services().forEach(this::take);
    }

    private void take(StatusView.Process process) {
        SampleSeries series = processes.get(process.name());
        if (series == null) {
            if (processes.size() >= MOST) {
                return;
            }
            series = new SampleSeries(OF_PROCESS, newest);
            processes.put(process.name(), series);
        }
        series.put(
                newest,
                sum(process, instance -> instance.usage().cpu()),
                sum(process, instance -> instance.usage().memory()),
                process.ready());
    }

    /** Returns the sum of what is known of its instances; NaN if nothing is. */
    private static double sum(StatusView.Process process, ToDoubleFunction<StatusView.Instance> of) {
        double[] known = process.instances().stream()
                .mapToDouble(of)
                .filter(value -> value >= 0)
                .toArray();
        double sum = 0;
        for (double value : known) {
            sum += value;
        }
        return known.length == 0 ? Double.NaN : sum;
    }

    private void take(StatusView.Service service) {
        ServiceSampler sampler = services.get(service.name());
        if (sampler != null) {
            sampler.put(newest, service.traffic());
        } else if (services.size() < MOST) {
            services.put(service.name(), new ServiceSampler(service.traffic(), newest));
        }
    }

    /** Returns all samples as JSON, made once for each step. Nothing may change the bytes. */
    public synchronized byte[] json() {
        if (text == null) {
            text = write().getBytes(StandardCharsets.UTF_8);
        }
        return text;
    }

    private String write() {
        long oldest = Math.max(0, newest - SampleSeries.POINTS + 1);
        Instant from = newestAt.minus(STEP.multipliedBy(Math.max(0, newest - oldest)));
        JsonStringWriter to = JsonWriter.string()
                .object()
                .value("from", from.truncatedTo(ChronoUnit.MILLIS).toString())
                .value("step_seconds", STEP.toSeconds());
        to.object("processes");
        processes.forEach((name, series) -> {
            to.object(name);
            series.write(to, oldest, newest);
            to.end();
        });
        to.end().object("services");
        services.forEach((name, sampler) -> {
            to.object(name);
            sampler.series().write(to, oldest, newest);
            to.end();
        });
        return to.end().end().done();
    }
}

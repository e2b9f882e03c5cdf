package dev.launcho.cli.server.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The formats of metrics, and the choice of one by the header Accept (RFC 9110, 12.5.1). */
public enum ScrapeFormat {
    PROMETHEUS("text/plain", PrometheusTextFormatWriter.CONTENT_TYPE) {
        @Override
        ExpositionFormatWriter writer() {
            return PrometheusTextFormatWriter.create();
        }
    },
    OPEN_METRICS("application/openmetrics-text", OpenMetricsTextFormatWriter.CONTENT_TYPE) {
        @Override
        ExpositionFormatWriter writer() {
            return OpenMetricsTextFormatWriter.create();
        }
    };

    private final String type;
    private final String contentType;

    ScrapeFormat(String type, String contentType) {
        this.type = type;
        this.contentType = contentType;
    }

    abstract ExpositionFormatWriter writer();

    /** Returns the value of the header Content-Type. */
    String contentType() {
        return contentType;
    }

    byte[] text(MetricSnapshots snapshots) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer().write(out, snapshots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Returns the format that a client wants. Of two that it wants alike it gets OpenMetrics, if it names that. A client that
     * accepts neither gets the Prometheus text, as every exporter gives it.
     *
     * @param accept values of the header, joined by commas; may be empty
     */
    public static ScrapeFormat of(String accept) {
        double open = OPEN_METRICS.quality(accept);
        return open > 0 && open >= PROMETHEUS.quality(accept) ? OPEN_METRICS : PROMETHEUS;
    }

    /** Returns how much the client wants this very type, from 0 to 1: a range such as any text names no format. */
    private double quality(String accept) {
        double best = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";");
            if (parts.length > 0 && parts[0].strip().equals(type)) {
                best = Math.max(best, weight(parts));
            }
        }
        return best;
    }

    private static double weight(String[] parts) {
        for (int n = 1; n < parts.length; n++) {
            String parameter = parts[n].strip();
            if (parameter.startsWith("q=")) {
                String value = parameter.substring(2).strip();
                return value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(value) : 0;
            }
        }
        return 1;
    }
}

package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapeFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | PROMETHEUS",
                "*/* | PROMETHEUS",
                "text/plain | PROMETHEUS",
                "text/html, text/* | PROMETHEUS",
                "application/openmetrics-text | OPEN_METRICS",
                "Application/OpenMetrics-Text ; version=1.0.0 ; charset=utf-8 | OPEN_METRICS",
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OPEN_METRICS",
                "application/openmetrics-text;q=0.2,text/plain;q=0.3 | PROMETHEUS",
                "application/openmetrics-text;q=0.3,text/plain;q=0.3 | OPEN_METRICS",
                "application/openmetrics-text;q=0 | PROMETHEUS",
                "application/openmetrics-text;q=9 | PROMETHEUS",
                "application/openmetrics-textual | PROMETHEUS",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily | PROMETHEUS",
                ";,,;q=,= | PROMETHEUS"
            })
    void of_accept_isWhatTheClientWantsMost(String accept, ScrapeFormat format) {
        assertThat(ScrapeFormat.of(accept)).isEqualTo(format);
    }
}

package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.admin.StatusView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceMetricsTest {
    private final InstanceMetrics metrics = new InstanceMetrics();

    private String started(StatusView.Instance... instances) {
        MetricFamilies into = new MetricFamilies();
        metrics.collect(SmallStatus.of(List.of(SmallStatus.process("web", instances)), List.of()), into);
        return new String(ScrapeFormat.PROMETHEUS.text(into.snapshots()), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("launcho_instance_start_time_seconds{"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("");
    }

    private static StatusView.Instance at(long millis) {
        StatusView.Instance like = SmallStatus.instance("calm-otter-1");
        return new StatusView.Instance(
                like.id(),
                like.state(),
                like.ready(),
                like.restarts(),
                Instant.ofEpochMilli(millis),
                like.pid(),
                like.version(),
                like.ports(),
                like.usage(),
                like.detail(),
                like.traffic());
    }

    @Test
    void startTime_thatTrembles_staysWhatItWas() {
        assertThat(started(at(1_001))).isEqualTo("1.001");
        assertThat(started(at(1_000))).isEqualTo("1.001");
        assertThat(started(at(9_000))).isEqualTo("1.001");
    }

    @Test
    void startTime_ofAnInstanceThatIsGone_isForgotten() {
        assertThat(started(at(1_001))).isEqualTo("1.001");
        assertThat(started()).isEmpty();
        assertThat(started(at(2_000))).isEqualTo("2.0");
    }
}

package dev.launcho.cli.server.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SampleHistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long STEP = SampleHistory.STEP.toNanos();

    private long nanos = 77;
    private final SampleHistory history = new SampleHistory(() -> nanos, START);

    private void take(List<StatusView.Process> processes, List<StatusView.Service> services) {
        history.take(
                new StatusView("v", START, 0, START, "", processes, services, List.of()), START.plusNanos(nanos - 77));
    }

    private void later(int steps) {
        nanos += steps * STEP;
    }

    private static StatusView.Process process(String name, int ready, ResourceUsage... usages) {
        List<StatusView.Instance> instances = Arrays.stream(usages)
                .map(usage -> new StatusView.Instance(
                        "i", "ready", true, 0, START, 1, "v", Map.of(), usage, "", TrafficCounters.Backend.NONE))
                .toList();
        return new StatusView.Process(name, "ok", ready, usages.length, "", instances);
    }

    private static StatusView.Service service(long accepted, long active, LatencySummary.Bucket... connects) {
        LatencySummary latency = new LatencySummary(0, 0, 0, 0, 0, List.of(connects));
        return new StatusView.Service(
                "http",
                "0.0.0.0:80",
                "open",
                "",
                "",
                1,
                1,
                new TrafficCounters.Service(
                        accepted, active, 0, 0, accepted / 2, 0, 0, 0, 0, accepted * 10, accepted * 20, latency, 0));
    }

    private JsonObject json() {
        return Json.parse(new String(history.json(), StandardCharsets.UTF_8));
    }

    private List<Object> column(String kind, String name, String column) {
        JsonArray array = json().getObject(kind).getObject(name).getArray(column);
        return new ArrayList<>(array);
    }

    @Test
    void process_ofSeveralInstances_isTheirSum() {
        take(List.of(process("web", 2, new ResourceUsage(12.5, 100, 1), new ResourceUsage(30, 50, 1))), List.of());
        later(1);
        take(List.of(process("web", 0, ResourceUsage.UNKNOWN)), List.of());

        assertThat(json()).containsEntry("from", "2026-01-01T00:00:00Z").containsEntry("step_seconds", 10);
        assertThat(column("processes", "web", "cpu")).containsExactly(42.5, null);
        assertThat(column("processes", "web", "memory")).containsExactly(150, null);
        assertThat(column("processes", "web", "ready")).containsExactly(2, 0);
    }

    @Test
    void service_counts_areThoseOfOneStep() {
        take(List.of(), List.of(service(100, 3)));
        later(1);
        take(List.of(), List.of(service(150, 4)));
        later(2); // One step was left out.
        take(List.of(), List.of(service(190, 5)));

        assertThat(column("services", "http", "open")).containsExactly(3, 4, null, 5);
        assertThat(column("services", "http", "accepted")).containsExactly(null, 50, null, 20);
        assertThat(column("services", "http", "refused")).containsExactly(null, 25, null, 10);
        assertThat(column("services", "http", "cut")).containsExactly(null, 0, null, 0);
        assertThat(column("services", "http", "bytes_in")).containsExactly(null, 500, null, 200);
        assertThat(column("services", "http", "bytes_out")).containsExactly(null, 1000, null, 400);
    }

    @Test
    void connects_ofOneStep_knowNothingOfThoseBefore() {
        take(List.of(), List.of(service(0, 0, new LatencySummary.Bucket(1 << 20, 1_000_000))));
        later(1);
        take(
                List.of(),
                List.of(service(
                        0, 0, new LatencySummary.Bucket(128, 100), new LatencySummary.Bucket(1 << 20, 1_000_000))));
        later(1);
        take(
                List.of(),
                List.of(service(
                        0, 0, new LatencySummary.Bucket(128, 100), new LatencySummary.Bucket(1 << 20, 1_000_000))));

        assertThat(column("services", "http", "connect_p50")).containsExactly(null, 96, null);
        assertThat(column("services", "http", "connect_p99")).containsExactly(null, 127, null);
    }

    @Test
    void quantile_overSeveralBuckets_isInTheRightOne() {
        Map<Long, Long> connects = new TreeMap<>(Map.of(64L, 90L, 1024L, 10L));

        assertThat(ServiceSampler.quantile(connects, 0.5)).isBetween(32.0, 64.0);
        assertThat(ServiceSampler.quantile(connects, 0.99)).isBetween(512.0, 1024.0);
        assertThat(ServiceSampler.quantile(Map.of(), 0.5)).isNaN();
        assertThat(ServiceSampler.quantile(Map.of(1L, 4L), 0.5)).isBetween(0.0, 1.0);
    }

    @Test
    void history_ofMoreThanAnHour_hasTheLastHour() {
        for (int i = 0; i < 500; i++) {
            take(List.of(process("web", i)), List.of());
            later(1);
        }

        List<Object> ready = column("processes", "web", "ready");
        assertThat(ready).hasSize(360);
        assertThat(ready.get(0)).isEqualTo(140);
        assertThat(ready.get(359)).isEqualTo(499);
        assertThat(json()).containsEntry("from", START.plusSeconds(1400).toString());
    }

    @Test
    void subject_thatIsGone_leavesAfterAnHour() {
        take(List.of(process("old", 1)), List.of(service(1, 1)));
        for (int i = 0; i < 359; i++) {
            later(1);
            take(List.of(process("new", 1)), List.of());
        }
        assertThat(column("processes", "old", "ready"))
                .hasSize(360)
                .startsWith(1, null)
                .endsWith((Object) null);
        assertThat(column("services", "http", "open")).startsWith(1, null);

        later(1);
        take(List.of(process("new", 1)), List.of());
        assertThat(json().getObject("processes")).containsOnlyKeys("new");
        assertThat(json().getObject("services")).isEmpty();
    }

    @Test
    void subjects_moreThanTheBound_haveNoSamples() {
        List<StatusView.Process> many = new ArrayList<>();
        for (int i = 0; i < SampleHistory.MOST + 10; i++) {
            many.add(process("p" + i, 1));
        }
        take(many, List.of());

        assertThat(json().getObject("processes")).hasSize(SampleHistory.MOST);
    }

    @Test
    void json_betweenTwoSteps_isMadeOnce() {
        take(List.of(process("we\"b", 1)), List.of());

        assertThat(history.json()).isSameAs(history.json());
        assertThat(json().getObject("processes")).containsOnlyKeys("we\"b");
    }
}

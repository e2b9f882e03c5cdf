package dev.launcho.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.SampleStatus;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.StatusView.Failing;
import dev.launcho.core.admin.StatusView.Instance;
import dev.launcho.core.admin.StatusView.Process;
import dev.launcho.core.event.Event;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final Instant NOW = Instant.parse("2026-01-13T00:00:00Z");

    private static final StatusView STATUS = new StatusView(
            "0.2.0",
            NOW.minusSeconds(12 * 86400),
            41,
            NOW.minusSeconds(200),
            "ana@laptop",
            List.of(
                    new Process(
                            "web",
                            "ok",
                            2,
                            2,
                            "",
                            List.of(
                                    instance("calm-otter-17", "ready", true),
                                    instance("bold-finch-18", "ready", true))),
                    new Process(
                            "mailer",
                            "backoff",
                            0,
                            1,
                            "exit 1; try 7 in 41s",
                            List.of(),
                            Optional.of(new Failing("dry-newt-9", "exit 1", 6, NOW.plusSeconds(41), "ECONNREFUSED")),
                            ""),
                    new Process(
                            "api",
                            "rolling",
                            0,
                            1,
                            "",
                            List.of(new Instance(
                                    "odd-owl-20",
                                    "starting",
                                    false,
                                    0,
                                    NOW,
                                    7,
                                    "v",
                                    Map.of("api", 20001),
                                    ResourceUsage.UNKNOWN,
                                    "GET /health: 503; last line: warming up",
                                    SampleStatus.backend(0)))),
                    new Process("job", "waiting", 0, 1, "secret TOKEN not set", List.of())),
            List.of(
                    SampleStatus.service("http", "0.0.0.0:5000", "", 2, 2, 37, 1000),
                    SampleStatus.service("smtp", "127.0.0.1:25", "can't listen: permission denied", 0, 1, 0, 0)),
            List.of(new Event(1, NOW.minusSeconds(180), Event.Severity.WARNING, "mailer", "exited with status 1")));

    private static Instance instance(String id, String state, boolean ready) {
        return new Instance(
                id,
                state,
                ready,
                0,
                NOW.minusSeconds(180),
                4711,
                "v",
                Map.of("http", 30112),
                new ResourceUsage(2.5, 34 << 20, 12),
                "",
                SampleStatus.backend(18));
    }

    private static List<String> lines(int width, boolean colours) {
        return new StatusReport(STATUS, NOW, width, new AnsiStyle(colours)).lines("prod 203.0.113.7:12888");
    }

    @Test
    void lines_piped_areWholeAndExplainWhatFails() {
        assertThat(String.join("\n", lines(0, false))).isEqualTo("""
                        prod 203.0.113.7:12888   launcho 0.2.0   up 12d   rev 41, 3m ago by ana@laptop
                        PROCESS  INSTANCE         STATE     READY  RESTARTS  UPTIME         CPU  MEM  CONNS  PORTS
                        web      ● calm-otter-17  running   yes           0  3m            2.5%  34M     18  http:30112
                        web      ● bold-finch-18  running   yes           0  3m            2.5%  34M     18  http:30112
                        mailer   ✗ dry-newt-9     backoff   no            6  retry in 41s
                          └ exit 1; last line: ECONNREFUSED    launcho logs mailer -p
                        api      ◌ odd-owl-20     starting  no            0  0s                           0  api:20001
                          └ GET /health: 503; last line: warming up
                          └ rolling, 0/1 ready
                        job      ◌ -              waiting   0/1
                          └ waiting, 0/1 ready: secret TOKEN not set
                        SERVICE  LISTEN        READY  CONNS  HELD  ACCEPTED  REFUSED  CUT  RETRIED
                        http     0.0.0.0:5000  2/2       37     0      1000        0    0        0
                        smtp     127.0.0.1:25  0/1        0     0         0        0    0        0
                          └ can't listen: permission denied""");
    }

    @Test
    void lines_all_haveEventsAndWhatIsNoMore() {
        StatusView status = new StatusView(
                "0.2.0",
                NOW,
                1,
                NOW,
                "ana",
                List.of(),
                List.of(),
                STATUS.events(),
                List.of(new StatusView.Ended("web", "old-owl-1", NOW.minusSeconds(180), "SIGTERM or exit 143")));

        assertThat(new StatusReport(status, NOW, 0, new AnsiStyle(false))
                        .events(true)
                        .lines("x"))
                .contains(
                        "web      ◌ old-owl-1  ended  no               3m ago",
                        "  └ SIGTERM or exit 143",
                        "EVENTS",
                        "3m ago    warning  mailer: exited with status 1");
    }

    @Test
    void lines_wide_haveMoreColumns() {
        assertThat(new StatusReport(STATUS, NOW, 0, new AnsiStyle(false))
                        .wide(true)
                        .lines("x")
                        .get(1))
                .endsWith("PORTS        PID  FILES  VERSION");
    }

    @Test
    void lines_onANarrowScreen_fit() {
        assertThat(lines(60, false))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(lines(60, false)).contains("(no room for RESTARTS, CPU, MEM, CONNS, PORTS; all of it: -…");
    }

    @Test
    void lines_inColour_markWhatFailsRed() {
        assertThat(String.join("\n", lines(0, true)))
                .contains("\033[31m✗ dry-newt-9\033[0m", "\033[32m● calm-otter-17");
    }

    @Test
    void lines_ofAnEjectedInstance_sayForHowLong() {
        TrafficCounters.Backend counted =
                new TrafficCounters.Backend(9, 1, 5, 0, 1, Duration.ofSeconds(25), 0, 0, 0, 0, LatencySummary.NONE);
        Instance ejected = new Instance(
                "calm-otter-17", "ready", true, 0, NOW, 1, "v", Map.of(), new ResourceUsage(0, 0, 0), "", counted);
        StatusView status = new StatusView(
                "0.2.0",
                NOW,
                1,
                NOW,
                "ana",
                List.of(new Process("web", "ok", 1, 1, "", List.of(ejected))),
                List.of(),
                List.of());

        assertThat(new StatusReport(status, NOW, 0, new AnsiStyle(false)).lines("x"))
                .contains("  └ ejected, gets no new connections for 25s: connects to it have failed");
    }

    @Test
    void lines_ofAnEmptyServer_sayWhatToDo() {
        StatusView empty = new StatusView("0.2.0", NOW, 0, Instant.EPOCH, "", List.of(), List.of(), List.of());

        assertThat(new StatusReport(empty, NOW, 0, new AnsiStyle(false)).lines("x"))
                .containsExactly(
                        "x   launcho 0.2.0   up 0s   no target set", "nothing to run yet: launcho target set FILE");
    }
}

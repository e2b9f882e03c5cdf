package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.EventKind.InstanceEnded.Circumstance;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartCountsTest {
    private final RestartCounts counts = new RestartCounts();
    private long sequence;

    private void tell(String process, EventKind kind) {
        counts.accept(new Event(++sequence, Instant.EPOCH, Event.Severity.INFO, process, "", kind));
    }

    /** @param attempt 1 for a slot's first launch, as of a rollout; greater for a restart */
    private void launch(String process, String id, int attempt) {
        tell(process, new EventKind.Launching(new InstanceId(id), attempt, attempt == 1 ? "" : "exit 3"));
    }

    private void unhealthy(String id) {
        tell("web", new EventKind.Unhealthy(new InstanceId(id), ProbeResult.NONE));
    }

    private void end(String process, String id, Exit exit, Circumstance how) {
        tell(process, new EventKind.InstanceEnded(new InstanceId(id), exit, how));
    }

    /** Those that are not 0, like {@code web failed 2.0}. */
    private List<String> seen(String... processes) {
        MetricFamilies into = new MetricFamilies();
        counts.collect(
                SmallStatus.of(Stream.of(processes).map(SmallStatus::process).toList(), List.of()), into);
        return new String(ScrapeFormat.PROMETHEUS.text(into.snapshots()), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.endsWith(" 0.0"))
                .map(line -> line.replaceAll(".*cause=\"(.*)\",process=\"(.*)\"} (.*)", "$2 $1 $3"))
                .toList();
    }

    @Test
    void collect_processThatWasNeverRestarted_hasZeroForEachCause() {
        MetricFamilies into = new MetricFamilies();
        counts.collect(SmallStatus.of(List.of(SmallStatus.process("web")), List.of()), into);

        assertThat(new String(ScrapeFormat.PROMETHEUS.text(into.snapshots()), StandardCharsets.UTF_8))
                .contains("launcho_process_restarts_total{cause=\"failed\",process=\"web\"} 0.0\n")
                .contains("launcho_process_restarts_total{cause=\"out_of_memory\",process=\"web\"} 0.0\n");
    }

    @Test
    void launch_afterAnEnd_isARestartOfThatCause() {
        launch("web", "a-1", 1);
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 3), Circumstance.BY_ITSELF);
        assertThat(seen("web")).isEmpty();
        launch("web", "a-2", 2);
        end("web", "a-2", Exit.of(Exit.Stage.COMMAND, 137).killedFor(OutOfMemory.OWN_LIMIT, 5), Circumstance.BY_ITSELF);
        launch("web", "a-3", 3);

        assertThat(seen("web")).containsExactlyInAnyOrder("web failed 1.0", "web out_of_memory 1.0");
    }

    @Test
    void launch_afterAnEndThatNoServerSaw_isARestart() {
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 0), Circumstance.UNSEEN);
        end("web", "a-2", Exit.of(Exit.Stage.COMMAND, 0), Circumstance.UNSEEN);
        launch("web", "a-3", 1);
        launch("web", "a-4", 4);
        launch("web", "a-5", 1);

        assertThat(seen("web")).containsExactly("web unseen 2.0");
    }

    @Test
    void rollout_isNoRestart() {
        launch("web", "a-1", 1);
        launch("web", "a-2", 1);
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 0), Circumstance.ASKED);
        launch("web", "a-3", 1);

        assertThat(seen("web")).isEmpty();
    }

    @Test
    void rollout_afterAJobThatIsDone_isNoRestart() {
        launch("web", "a-1", 1);
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 0), Circumstance.BY_ITSELF);
        launch("web", "b-1", 1);
        end("web", "b-1", Exit.of(Exit.Stage.COMMAND, 3), Circumstance.BY_ITSELF);
        launch("web", "b-2", 2);

        assertThat(seen("web")).containsExactly("web failed 1.0");
    }

    @Test
    void rollout_ofASickInstance_isNoRestart() {
        launch("web", "a-1", 1);
        unhealthy("a-1");
        launch("web", "b-1", 1);
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 0), Circumstance.ASKED);
        launch("web", "c-1", 1);

        assertThat(seen("web")).isEmpty();
    }

    @Test
    void launch_insteadOfASickInstance_isARestartForItsHealth() {
        unhealthy("a-1");
        unhealthy("a-2");
        tell("web", new EventKind.HealthyAgain(new InstanceId("a-2"), ProbeResult.NONE));
        launch("web", "a-3", 2);
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 0), Circumstance.ASKED);
        launch("web", "a-4", 2);

        assertThat(seen("web")).containsExactly("web unhealthy 1.0");
    }

    @Test
    void launch_afterASickInstanceHasEnded_isARestartForItsHealth() {
        unhealthy("a-1");
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 0), Circumstance.ASKED);
        launch("web", "a-2", 2);

        assertThat(seen("web")).containsExactly("web unhealthy 1.0");
    }

    @Test
    void end_ofASickInstanceByItself_isOneRestart() {
        unhealthy("a-1");
        end("web", "a-1", Exit.of(Exit.Stage.COMMAND, 3), Circumstance.BY_ITSELF);
        launch("web", "a-2", 3);
        unhealthy("a-2");
        launch("web", "a-3", 4);
        end("web", "a-2", Exit.of(Exit.Stage.COMMAND, 3), Circumstance.BY_ITSELF);
        launch("web", "a-4", 5);

        assertThat(seen("web")).containsExactlyInAnyOrder("web failed 1.0", "web unhealthy 1.0");
    }

    @Test
    void process_thatIsGone_isForgotten() {
        end("web", "a-1", Exit.of(Exit.Stage.BEFORE, 3), Circumstance.BY_ITSELF);
        launch("web", "a-2", 2);
        assertThat(seen("web")).containsExactly("web before 1.0");

        assertThat(seen("other")).isEmpty();
        assertThat(seen("web")).isEmpty();
    }
}

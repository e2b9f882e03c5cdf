package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rollout has not settled when the next change comes. */
class SupersededRolloutTest {
    private static final String WORKER = "- {name: worker, command: [work, \"%s\"]}\n";
    private static final String TARGET = "processes:\n- {name: web, command: [serve, \"%s\"]}\n" + WORKER;

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
        rig.broken = launch -> launch.spec().command().contains("broken");
        rig.start();
        rig.target(TARGET.formatted("v1", "v1"));
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        rig.target(TARGET.formatted("broken", "v1"));
    }

    /** The second revision was live while the version that it was set on top of failed; a rollback returned to it. */
    @Test
    void change_ofAnotherProcess_failsWithWhatWasNotSettled() {
        ChangeResult changed = rig.target(TARGET.formatted("broken", "v2"));
        assertThat(changed.affected())
                .containsExactly(
                        "worker: rolling, 1 instance (command[1] \"v1\" → \"v2\")",
                        "web: its rollout continues from revision 2");
        rig.seconds(30);

        failedWithWeb(3);
        assertThat(rig.state("worker").live())
                .isEqualTo(rig.control
                        .snapshot()
                        .intent()
                        .process("worker")
                        .orElseThrow()
                        .version());
        assertThat(rig.ask(() -> rig.control.rollback(OptionalLong.empty(), OptionalLong.empty(), Rig.ANA))
                        .affected())
                .hasSize(2);
        assertThat(rig.control.snapshot().intent().text()).isEqualTo(TARGET.formatted("v1", "v1"));
    }

    @Test
    void change_ofACommentTwice_failsWithWhatWasNotSettled() {
        rig.target(TARGET.formatted("broken", "v1") + "# one\n");
        ChangeResult changed = rig.target(TARGET.formatted("broken", "v1") + "# two\n");
        assertThat(changed.subjects())
                .containsExactly(new AffectedSubject(
                        AffectedSubject.Kind.PROCESS, "web", "continued", "its rollout continues from revision 3"));
        rig.seconds(30);

        failedWithWeb(4);
    }

    @Test
    void change_serverStartsBefore_failsWithWhatWasNotSettled() {
        rig.start();
        rig.target(TARGET.formatted("broken", "v2"));
        rig.seconds(30);

        failedWithWeb(3);
    }

    @Test
    void change_serverStartsAfter_failsWithWhatWasNotSettled() {
        rig.target(TARGET.formatted("broken", "v2"));
        rig.start();
        rig.seconds(30);

        failedWithWeb(3);
    }

    @Test
    void change_thatRemovesIt_isLiveWithoutIt() {
        ChangeResult changed = rig.target("processes:\n" + WORKER.formatted("v1"));
        assertThat(changed.affected()).containsExactly("web: removed");
        rig.seconds(30);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void change_settledProcess_isNotWatched() {
        rig.target(TARGET.formatted("v2", "broken"));
        rig.run(Duration.ofMillis(250));
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);
        rig.target(TARGET.formatted("v2", "v2"));

        assertThat(rig.rollout().processes()).containsExactly("worker");
    }

    /** The change that brings its secret touches it; until then it can't fail. */
    @Test
    void change_processThatLacksASecret_isLiveWithoutIt() {
        String lacking = TARGET.formatted("v1", "v1").replace("\"v1\"]", "\"${LACKING}\"]");
        rig.target(lacking);
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.WAITING);
        ChangeResult changed = rig.target(lacking + "# one\n");

        assertThat(changed.subjects()).isEmpty();
        rig.seconds(1);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    /** It may wait for ever, and with it each later change. */
    @Test
    void change_processBehindOneThatLacksASecret_isLiveWithoutIt() {
        String ordered = TARGET.formatted("broken\", \"now", "${LACKING}").replace("now\"]", "now\"], after: [worker]");
        rig.target(ordered);
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.WAITING);
        rig.target(ordered + "# one\n");
        rig.seconds(1);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    /** A version that is live is never given up, however sick it is: whoever waits for it may wait for ever. */
    @Test
    void change_restartOfALiveProcessIsStuck_isLiveWithoutIt() {
        rig.target(TARGET.formatted("v2", "v1"));
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        rig.prober.healthy = id -> rig.state("worker").instances().stream().anyMatch(i -> i.id().equals(id));
        rig.ask(() -> rig.control.restartInstance(rig.state("web").instances().get(0)));
        rig.seconds(5);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);
        ChangeResult changed = rig.target(TARGET.formatted("v2", "v3"));

        assertThat(changed.affected()).hasSize(1);
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    private void failedWithWeb(long revision) {
        assertThat(rig.outcome()).as(rig.rollout().toString()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary()).startsWith("revision " + revision + ": web exit 1, 3 times");
        assertThat(rig.ask(rig.control::history).get((int) revision - 1).end().outcome())
                .isEqualTo(RolloutOutcome.FAILED);
    }
}

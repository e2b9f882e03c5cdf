package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.model.InstanceId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that come after others. */
class OrderedTest {
    private static final String CHAIN = """
            processes:
            - name: web
              command: [web]
              after: [api]
            - name: api
              command: [api]
              after: [db]
            - name: db
              command: [db]
            """;

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private List<String> launched() {
        return rig.host.launches.stream().map(l -> l.spec().name()).toList();
    }

    private InstanceId one(String process) {
        return rig.ready(process).get(0);
    }

    @Test
    void target_chain_startsEachWhenTheOneBeforeIsReady() {
        rig.target(CHAIN);
        assertThat(launched()).containsExactly("db");
        rig.seconds(10);

        assertThat(launched()).containsExactly("db", "api", "web");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void target_removedChain_stopsInReverse() {
        rig.target(CHAIN);
        rig.seconds(10);
        List<String> stops = List.of(
                "signal " + one("web") + " TERM", "signal " + one("api") + " TERM", "signal " + one("db") + " TERM");
        rig.target("processes: []\n");
        rig.seconds(10);

        assertThat(rig.diary).containsSubsequence(stops);
        assertThat(rig.host.running).isEmpty();
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void target_theFirstNeverReady_failsForItAndStartsNoOther() {
        rig.prober.healthy = id -> false;
        rig.target(CHAIN);
        rig.seconds(70);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        assertThat(rig.rollout().summary()).contains("db not ready in 1m");
        assertThat(launched()).containsOnly("db");
    }

    @Test
    void crash_ofTheOneBefore_restartsOnlyThat() {
        rig.target(CHAIN);
        rig.seconds(10);
        rig.host.exit(one("db"), 1);
        rig.seconds(10);

        assertThat(launched()).containsExactly("db", "api", "web", "db");
    }

    @Test
    void remove_chainWhoseMiddleHasEnded_stopsTheFirstToo() {
        rig.target("""
                processes:
                - {name: db, command: [db]}
                - {name: job, command: [migrate], after: [db], restart: never}
                - {name: web, command: [web], after: [job]}
                """);
        rig.seconds(3);
        rig.host.exit(rig.ready("job").get(0), 0);
        rig.seconds(3);
        assertThat(rig.ready("web")).hasSize(1);
        rig.host.deaf = launch -> launch.spec().name().equals("web");
        rig.target("processes: []\n");
        rig.seconds(60);

        assertThat(rig.host.running).isEmpty();
        assertThat(rig.control.snapshot().states()).isEmpty();
    }
}

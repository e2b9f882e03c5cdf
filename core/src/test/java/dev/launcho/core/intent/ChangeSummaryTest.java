package dev.launcho.core.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.DeployTest;
import dev.launcho.core.reconcile.Rig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets, resources, restarts, and many who ask at once. */
class ChangeSummaryTest {
    private static final String TWO = """
            processes:
            - name: web
              command: ["serve"]
              env: {URL: "${URL}"}
            - name: worker
              command: ["work"]
              env: {OTHER: "${OTHER}"}
            """;
    private static final String RESOURCE = """
            processes:
            - name: web
              command: ["serve"]
              resources:
              - id: ${BUNDLE}
                file: app.tar
            """;
    private static final String ID = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc71";

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private void both() {
        rig.secret("URL", "one");
        rig.secret("OTHER", "one");
        rig.target(TWO);
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void secret_changed_rollsExactlyItsUsers() {
        both();
        InstanceId web = rig.ready("web").get(0);
        InstanceId worker = rig.ready("worker").get(0);
        ChangeResult changed = rig.secret("URL", "two");
        rig.seconds(10);

        assertThat(changed.revision()).isEqualTo(2);
        assertThat(changed.affected()).containsExactly("web: rolling, 1 instance (secret URL changed)");
        assertThat(rig.ready("web")).hasSize(1).doesNotContain(web);
        assertThat(rig.ready("worker")).containsExactly(worker);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.host.running.get(rig.ready("web").get(0)).spec().env()).containsEntry("URL", "two");
    }

    @Test
    void secret_sameValue_isNoChange() {
        both();
        ChangeResult changed = rig.secret("URL", "one");

        assertThat(changed.changed()).isFalse();
        assertThat(changed.revision()).isEqualTo(1);
        assertThat(rig.host.launches).hasSize(2);
    }

    @Test
    void secret_diskFull_isRefusedAndCanBeSetLater() {
        both();
        rig.store.full = true;
        assertThatThrownBy(() -> rig.secret("URL", "two")).hasMessageContaining("No space left on device");
        rig.seconds(10);
        assertThat(rig.host.launches).hasSize(2);
        rig.store.full = false;
        ChangeResult changed = rig.secret("URL", "two");
        rig.seconds(10);

        assertThat(changed.revision()).isEqualTo(2);
        assertThat(rig.host.running.get(rig.ready("web").get(0)).spec().env()).containsEntry("URL", "two");
    }

    @Test
    void secret_thatNobodyUses_changesNothingThatRuns() {
        both();
        ChangeResult changed = rig.secret("UNUSED", "x");

        assertThat(changed.changed()).isTrue();
        assertThat(changed.revision()).isEqualTo(1);
        assertThat(rig.host.launches).hasSize(2);
    }

    @Test
    void secret_value_isNeverTold() {
        both();
        rig.secret("URL", "hunter2");
        rig.seconds(10);

        assertThat(rig.events.toString()
                        + rig.rollout()
                        + rig.control.snapshot().states()
                        + rig.store.state)
                .doesNotContain("hunter2");
    }

    @Test
    void target_secretNotSetYet_waitsAndGoesOnOnceItIs() {
        ChangeResult changed = rig.target(TWO);
        assertThat(changed.affected())
                .containsExactly(
                        "web: new, waits: secret URL is not set", "worker: new, waits: secret OTHER is not set");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.WAITING);
        rig.secret("URL", "one");
        rig.seconds(10);

        assertThat(rig.ready("web")).hasSize(1);
        assertThat(rig.ready("worker")).isEmpty();
        rig.secret("OTHER", "one");
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void resourceStored_waitedFor_launches() {
        rig.secret("BUNDLE", ID);
        ChangeResult changed = rig.target(RESOURCE);
        assertThat(changed.affected()).containsExactly("web: new, waits: resource " + ID + " is not on this server");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.WAITING);
        rig.stored.add(ID);
        rig.ask(() -> {
            rig.control.resourceStored();
            return true;
        });
        rig.seconds(10);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void restartProcess_running_rollsItOnceUnderTheSameRevision() {
        both();
        InstanceId web = rig.ready("web").get(0);
        ChangeResult changed = rig.ask(() -> rig.control.restartProcess("web"));
        rig.seconds(10);

        assertThat(changed.revision()).isEqualTo(1);
        assertThat(changed.affected()).containsExactly("web: rolling, 1 instance (restart)");
        assertThat(rig.ready("web")).hasSize(1).doesNotContain(web);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.host.launches).hasSize(3);
    }

    @Test
    void restartProcess_givenUp_isTriedAgain() {
        both();
        rig.host.broken = launch -> launch.spec().env().containsValue("bad");
        rig.secret("URL", "bad");
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        rig.host.broken = launch -> false;
        rig.ask(() -> rig.control.restartProcess("web"));
        rig.seconds(10);

        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(rig.host.running.get(rig.ready("web").get(0)).spec().env()).containsEntry("URL", "bad");
    }

    @Test
    void restartProcess_completed_runsOnceMore() {
        rig.target("processes:\n- name: once\n  command: [once]\n  restart: on-failure\n");
        rig.seconds(5);
        rig.host.exit(rig.ready("once").get(0), 0);
        rig.seconds(5);
        rig.ask(() -> rig.control.restartProcess("once"));
        rig.seconds(5);

        assertThat(rig.host.launches).hasSize(2);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void restartInstance_one_isReplacedNewBeforeOld() {
        both();
        InstanceId web = rig.ready("web").get(0);
        rig.diary.clear();
        rig.ask(() -> rig.control.restartInstance(rig.instance(web)));
        rig.seconds(10);

        InstanceId fresh = rig.ready("web").get(0);
        assertThat(rig.diary).containsExactly("launch " + fresh, "signal " + web + " TERM");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    @Test
    void ask_manyAtOnce_eachIsARevisionAndTheLastWins() {
        List<CompletableFuture<ChangeResult>> answers = new ArrayList<>();
        rig.target(DeployTest.WEB.formatted("v0"));
        rig.ask(() -> {
            for (int n = 1; n <= 20; n++) {
                String value = "value-" + n;
                answers.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return rig.control.secret("S-" + value, value, OptionalLong.empty(), Rig.ANA);
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                }));
            }
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .join();
        });

        assertThat(answers).allMatch(a -> a.join().changed());
        assertThat(rig.ask(() -> rig.control.secrets())).hasSize(21);
        for (int n = 1; n <= 20; n++) {
            rig.target(DeployTest.WEB.formatted("v" + n));
        }
        rig.seconds(20);
        assertThat(rig.store.state.revision()).isEqualTo(21);
        assertThat(rig.host.running.get(rig.ready("web").get(0)).spec().command())
                .containsExactly("serve", "v20");
        assertThat(rig.host.running).hasSize(1);
    }
}

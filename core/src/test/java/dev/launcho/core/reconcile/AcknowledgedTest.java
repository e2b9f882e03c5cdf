package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user was told is done outlives the server; what can't is refused. */
class AcknowledgedTest {
    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
        live(DeployTest.WEB.formatted("v1"));
    }

    private void live(String target) {
        rig.target(target);
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
    }

    /** The server dies, its instances do not. */
    private void crash() {
        rig.survivors = rig.host.running.values().stream().map(this::survivor).toList();
        rig.start();
    }

    private SurvivingInstance survivor(ProcessHost.Launch l) {
        return new SurvivingInstance(
                l.id(),
                l.spec().name(),
                l.version(),
                l.slot(),
                42,
                rig.instance(l.id()).ports(),
                Optional.empty(),
                false);
    }

    @Test
    void restartInstance_serverDiesAtOnce_isReplacedByTheNext() {
        Instance old = rig.state("web").instances().get(0);
        rig.prober.healthy = id -> false;
        rig.ask(() -> rig.control.restartInstance(old));
        rig.survivors = List.of(survivor(rig.host.running.get(old.id())));
        rig.start();
        rig.seconds(20);

        assertThat(rig.host.running).doesNotContainKey(old.id()).hasSize(1);
        List<InstanceId> replaced = rig.ready("web");
        crash();
        rig.seconds(20);
        assertThat(rig.ready("web")).as("is replaced once").isEqualTo(replaced);
    }

    @Test
    void rolloutEnds_diskIsFullMeanwhile_hasGoneLiveForTheNextServer() {
        String second = DeployTest.WEB.formatted("v2");
        rig.target(second);
        rig.store.full = true;
        rig.seconds(10);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
        assertThat(outcomes()).containsExactly(RolloutOutcome.LIVE, RolloutOutcome.LIVE);
        rig.store.full = false;
        rig.seconds(2);
        crash();
        live(DeployTest.WEB.formatted("v3"));

        assertThat(outcomes()).containsOnly(RolloutOutcome.LIVE).hasSize(3);
        rig.ask(() -> rig.control.rollback(OptionalLong.empty(), OptionalLong.empty(), Rig.ANA));
        assertThat(rig.store.revisions.get(4L).target()).isEqualTo(second);
        assertThat(rig.events)
                .filteredOn(e -> e.message().contains("state can't be saved"))
                .hasSize(1);
    }

    private List<RolloutOutcome> outcomes() {
        return rig.ask(rig.control::history).stream()
                .map(head -> head.end().outcome())
                .toList();
    }

    @Test
    void restartInstance_diskRefuses_isRefused() {
        Instance old = rig.state("web").instances().get(0);
        rig.store.full = true;

        assertThatThrownBy(() -> rig.ask(() -> rig.control.restartInstance(old)))
                .hasMessageContaining("No space left on device");
        rig.seconds(20);
        assertThat(rig.ready("web")).containsExactly(old.id());
    }

    @Test
    void restartProcess_diskRefuses_isRefusedAndNothingIsReplaced() {
        List<InstanceId> before = rig.ready("web");
        Version version = rig.state("web").live();
        rig.store.full = true;

        assertThatThrownBy(() -> rig.ask(() -> rig.control.restartProcess("web")))
                .hasMessageContaining("No space left on device");
        rig.seconds(20);
        assertThat(rig.ready("web")).isEqualTo(before);
        rig.store.full = false;
        crash();
        rig.seconds(20);
        assertThat(rig.ready("web")).isEqualTo(before);
        assertThat(rig.state("web").live()).isEqualTo(version);
    }

    @Test
    void pauseAndResume_diskRefuses_areRefused() {
        rig.store.full = true;
        assertThatThrownBy(() -> rig.ask(() -> rig.control.pause("web", Rig.ANA)))
                .hasMessageContaining("No space left on device");
        rig.store.full = false;
        rig.ask(() -> rig.control.pause("web", Rig.ANA));
        rig.store.full = true;
        assertThatThrownBy(() -> rig.ask(() -> rig.control.resume("web", Rig.ANA)))
                .hasMessageContaining("No space left on device");
        rig.store.full = false;
        rig.start();

        assertThat(rig.control.snapshot().desired().get("web").paused()).isTrue();
    }

    @Test
    void secret_serverDiesBeforeItsRevision_keepsTheFallback() throws IOException {
        String target = "processes:\n- name: web\n  command: [serve, v1]\n  env: {URL: \"${URL}\"}\n";
        rig.secret("URL", "first");
        live(target);
        rig.secrets.set("URL", "second");
        rig.start();
        rig.seconds(10);
        assertThat(values()).containsExactly("second");
        assertThat(rig.store.history().get(rig.store.history().size() - 1).change())
                .isEqualTo("secret URL changed");
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);

        rig.broken = launch -> launch.spec().command().contains("v2");
        rig.start();
        rig.target(target.replace("v1", "v2"));
        rig.seconds(20);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        rig.start();
        rig.seconds(20);

        assertThat(values()).as("the last good revision, with its secret").containsExactly("second");
    }

    private List<String> values() {
        return rig.host.running.values().stream()
                .map(l -> l.spec().env().get("URL"))
                .toList();
    }
}

package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.Survivor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to run once runs once, whatever becomes of the server. */
class JobTest {
    private static final String JOB = "processes:\n- name: job\n  command: [migrate, v1]\n  restart: never\n";

    @TempDir
    Path dir;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(dir);
    }

    private ProcessHost.Launch launched() {
        return rig.host.launches.get(0);
    }

    private ProcessHost.Launch ranToItsEnd(String target, int status) {
        rig.target(target);
        ProcessHost.Launch launch = launched();
        rig.host.exit(launch.id(), status);
        rig.seconds(5);
        return launch;
    }

    private static Survivor ended(ProcessHost.Launch l, int status, boolean told) {
        Exit exit = Exit.of(Exit.Stage.COMMAND, status);
        return new Survivor(l.id(), "job", l.version(), l.slot(), 42, Map.of(), Optional.of(exit), told);
    }

    @Test
    void start_jobThatHasRun_doesNotRunItAgain() {
        ranToItsEnd(JOB, 0);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);

        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
    }

    @Test
    void start_jobThatHasFailed_doesNotRunItAgain() {
        ranToItsEnd(JOB, 3);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);

        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
    }

    @Test
    void start_jobThatHasRun_runsOnceMoreWhenItsSpecIsAnother() {
        ranToItsEnd(JOB, 0);
        rig.start();
        rig.target(JOB.replace("v1", "v2"));

        assertThat(rig.host.launches).hasSize(1);
    }

    @Test
    void start_jobThatHasRun_runsOnceMoreWhenItIsRestarted() {
        ranToItsEnd(JOB, 0);
        rig.start();
        rig.ask(() -> rig.control.restartProcess("job"));

        assertThat(rig.host.launches).hasSize(1);
        rig.host.exit(launched().id(), 0);
        rig.seconds(5);
        rig.start();
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
    }

    @Test
    void start_oneOfTwoJobsHasRun_takesTheOtherBack() {
        rig.target(JOB + "  replicas: 2\n");
        ProcessHost.Launch first = rig.host.launches.get(0);
        ProcessHost.Launch second = rig.host.launches.get(1);
        rig.host.exit(first.id(), 0);
        rig.seconds(1);
        rig.survivors = java.util.List.of(new Survivor(
                second.id(), "job", second.version(), second.slot(), 42, Map.of(), Optional.empty(), false));

        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.host.running).containsOnlyKeys(second.id());
    }

    @Test
    void start_jobEndedWhileNoServerWasThere_isDoneAndItsRecordGoesThen() {
        rig.target(JOB);
        ProcessHost.Launch launch = launched();
        rig.survivors = java.util.List.of(ended(launch, 0, false));

        rig.start();
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.host.forgotten).containsExactly(launch.id());

        rig.survivors = java.util.List.of();
        rig.start();
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
    }

    @Test
    void start_jobWasBeingStoppedByTheServer_runsAgain() {
        rig.target(JOB);
        rig.survivors = java.util.List.of(ended(launched(), 143, true));

        rig.start();
        rig.seconds(5);

        assertThat(rig.host.launches).hasSize(1);
    }

    @Test
    void start_onFailureAndItHadFailed_runsAgain() {
        String target = JOB.replace("never", "on-failure");
        rig.target(target);
        rig.survivors = java.util.List.of(ended(launched(), 1, false));

        rig.start();
        rig.seconds(5);

        assertThat(rig.host.launches).hasSize(1);
        InstanceId again = launched().id();
        rig.host.exit(again, 0);
        rig.seconds(5);
        rig.survivors = java.util.List.of();
        rig.start();
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
    }

    @Test
    void start_jobEndedWhileTheDiskWasFull_doesNotRunItAgain() {
        rig.target(JOB);
        ProcessHost.Launch launch = launched();
        rig.store.full = true;
        rig.host.exit(launch.id(), 0);
        rig.seconds(5);
        assertThat(rig.host.forgotten).as("its record is all that tells").isEmpty();
        rig.survivors = java.util.List.of(ended(launch, 0, false));

        rig.store.full = false;
        rig.start();
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.host.forgotten).containsExactly(launch.id());
    }

    @Test
    void disk_hasRoomAgain_isWrittenThoughNothingHappens() {
        rig.target(JOB);
        ProcessHost.Launch launch = launched();
        rig.store.full = true;
        rig.host.exit(launch.id(), 0);
        rig.seconds(5);

        rig.store.full = false;
        rig.seconds(2);
        assertThat(rig.host.forgotten).containsExactly(launch.id());
        rig.start();
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
    }

    @Test
    void start_replacementOfARunningJobHasEnded_isNotTriedAgain() {
        rig.target(JOB);
        rig.seconds(5);
        ProcessHost.Launch first = launched();
        rig.prober.healthy = id -> id.equals(first.id());
        rig.ask(() -> rig.control.restartInstance(rig.instance(first.id())));
        ProcessHost.Launch second = rig.host.launches.get(1);
        rig.host.exit(second.id(), 127);
        rig.seconds(5);
        rig.survivors = java.util.List.of(
                new Survivor(first.id(), "job", first.version(), 0, 42, Map.of(), Optional.empty(), false));

        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
    }
}

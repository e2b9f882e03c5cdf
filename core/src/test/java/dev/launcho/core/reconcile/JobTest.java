package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.SurvivingInstance;
import dev.launcho.core.store.Revision;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to run once runs once, whatever becomes of the server. */
class JobTest {
    private static final String JOB = "processes:\n- name: job\n  command: [migrate, v1]\n  restart: never\n";

    private static final InstanceId OLDER = new InstanceId("calm-otter-99");

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

    private static SurvivingInstance ended(ProcessHost.Launch l, int status, boolean told) {
        Exit exit = Exit.of(Exit.Stage.COMMAND, status);
        return new SurvivingInstance(l.id(), "job", l.version(), l.slot(), 42, Map.of(), Optional.of(exit), told);
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
        rig.survivors = java.util.List.of(new SurvivingInstance(
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

    /** Its end was not heard of before the server asked it to stop. */
    @Test
    void job_endedJustBeforeItsStartTimeoutIsSeen_isDone() {
        rig.deaf = launch -> true;
        rig.start();
        rig.prober.healthy = id -> false;
        rig.target(JOB + "  start_timeout: 5s\n  update: recreate\n");
        ProcessHost.Launch launch = launched();
        rig.seconds(5);
        assertThat(rig.instance(launch.id()).phase()).isEqualTo(Phase.STOPPING);
        rig.host.exit(launch.id(), 0);
        rig.seconds(100);

        assertThat(rig.host.launches).hasSize(1);
    }

    @Test
    void stop_jobHadEndedJustBefore_isNotRunByTheNextServer() {
        rig.deaf = launch -> true;
        rig.start();
        rig.target(JOB);
        rig.seconds(5);
        ProcessHost.Launch launch = launched();
        rig.stop();
        rig.host.exit(launch.id(), 0);
        rig.settle();

        rig.start();
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
    }

    @Test
    void restart_ofAnotherWhileTheServerStops_startsNothingAnew() {
        rig.deaf = launch -> true;
        rig.start();
        rig.target(JOB + "- {name: worker, command: [work]}\n");
        ProcessHost.Launch job = launched();
        ProcessHost.Launch worker = rig.host.launches.get(1);
        rig.host.exit(job.id(), 0);
        rig.seconds(5);
        rig.stop();
        rig.ask(() -> rig.control.restartProcess("worker"));
        rig.host.exit(worker.id(), 143);
        rig.seconds(5);

        assertThat(rig.host.launches).hasSize(2);
        assertThat(rig.control.reconciler().finished()).isTrue();
    }

    @Test
    void stop_rolloutWasUnderWay_isNotCalledLive() {
        rig.prober.healthy = id -> false;
        rig.target("processes: [{name: worker, command: [work]}]\n");
        rig.stop();
        rig.seconds(5);
        assertThat(rig.control.reconciler().finished()).isTrue();
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.RUNNING);

        rig.start();
        rig.seconds(5);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.LIVE);
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
                new SurvivingInstance(first.id(), "job", first.version(), 0, 42, Map.of(), Optional.empty(), false));

        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
    }

    /**
     * Two instances of slot 0, and the one of slot 1 is done: neither gets slot 1, whose work is done.
     *
     * @param leaves whether the older one of slot 0 has been asked to stop
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void start_oneOfTwoIsDoneAndTheOtherSlotHasTwo_launchesNone(boolean leaves) {
        rig.target(JOB + "  replicas: 2\n");
        ProcessHost.Launch first = rig.host.launches.get(0);
        ProcessHost.Launch second = rig.host.launches.get(1);
        rig.survivors = java.util.List.of(older(first, leaves), running(first), ended(second, 0, false));

        rig.start();
        rig.seconds(5);
        if (leaves) {
            rig.host.exit(OLDER, 143);
        }
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.host.running).hasSize(1);
        assertThat(rig.host.running.containsKey(first.id())).isEqualTo(leaves || !rig.host.running.containsKey(OLDER));
    }

    /** For one start nobody knows what was live: that is no reason to forget that it is done. */
    @Test
    void start_liveJobCouldNotBeRebuiltByTheServerBefore_isNotRunAgain() {
        ranToItsEnd(JOB, 0);
        rig.broken = launch -> launch.spec().command().contains("v2");
        rig.host.broken = rig.broken;
        rig.target(JOB.replace("v1", "v2"));
        rig.seconds(30);
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
        Revision live = rig.store.revisions.get(1L);
        rig.store.revisions.put(1L, new Revision(live.head(), JOB.replace("restart", "colour: blue\n  restart")));
        rig.start();
        rig.seconds(10);
        rig.store.revisions.put(1L, live);
        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).noneMatch(l -> l.spec().command().contains("v1"));
    }

    @Test
    void target_whileTheServerStops_nextServerDoesNotRunAJobAgainThatItFallsBackTo() {
        ranToItsEnd(JOB, 0);
        rig.stop();
        rig.target(JOB.replace("v1", "v2"));
        rig.survivors = java.util.List.of();
        rig.broken = launch -> launch.spec().command().contains("v2");
        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).noneMatch(l -> l.spec().command().contains("v1"));
    }

    /** The job of slot 1 has failed for good: an instance that has moved there would hide that. */
    @Test
    void start_oneOfTwoHasFailedForGoodAndTheOtherSlotHasTwo_isReported() {
        rig.target(JOB + "  replicas: 2\n");
        ProcessHost.Launch first = rig.host.launches.get(0);
        ProcessHost.Launch second = rig.host.launches.get(1);
        rig.survivors = java.util.List.of(older(first, false), running(first), ended(second, 3, false));

        rig.start();
        rig.seconds(10);

        assertThat(rig.state("job").endedBadly(first.version())).isTrue();
        assertThat(rig.outcome()).isEqualTo(RolloutOutcome.FAILED);
    }

    /** With one replica, the two of slot 0 stay in it: the end of either is its end. */
    @Test
    void start_theOnlySlotHasTwoAndOneEndsWell_theOtherLeavesAndNoneIsLaunched() {
        rig.target(JOB.replace("never", "on-failure"));
        ProcessHost.Launch first = launched();
        rig.survivors = java.util.List.of(older(first, false), running(first));
        rig.start();
        rig.host.exit(first.id(), 0);
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.host.running).isEmpty();
    }

    /** A restart that a user asked for, while another slot had failed. */
    @Test
    void start_targetEditedByHandWhileAnInstanceWasToBeReplaced_itIsStillReplaced() {
        String target = JOB + "  replicas: 2\n";
        rig.target(target);
        rig.seconds(5);
        ProcessHost.Launch first = rig.host.launches.get(0);
        rig.host.exit(rig.host.launches.get(1).id(), 1);
        rig.seconds(5);
        rig.ask(() -> rig.control.restartInstance(rig.instance(first.id())));
        rig.survivors = java.util.List.of(running(first));
        rig.file = Optional.of(target + "# by hand\n");
        rig.start();

        assertThat(rig.instance(first.id()).condemned()).isTrue();
    }

    /** The first one is to be replaced, and its replacement runs, too. */
    private ProcessHost.Launch replacementOf(ProcessHost.Launch first) {
        rig.prober.healthy = id -> id.equals(first.id());
        rig.ask(() -> rig.control.restartInstance(rig.instance(first.id())));
        return rig.host.launches.get(1);
    }

    /** Another instance in the slot of one. */
    private static SurvivingInstance older(ProcessHost.Launch l, boolean asked) {
        return new SurvivingInstance(OLDER, "job", l.version(), l.slot(), 43, Map.of(), Optional.empty(), asked);
    }

    private static SurvivingInstance running(ProcessHost.Launch l) {
        return new SurvivingInstance(l.id(), "job", l.version(), l.slot(), 42, Map.of(), Optional.empty(), false);
    }

    @Test
    void start_replacedOneEndedBadlyWhileNoServerWasThere_itsReplacementGoesOn() {
        rig.target(JOB);
        rig.seconds(5);
        ProcessHost.Launch first = launched();
        ProcessHost.Launch second = replacementOf(first);
        rig.survivors = java.util.List.of(running(second), ended(first, 1, false));

        rig.start();
        rig.seconds(100);
        assertThat(rig.host.running).containsOnlyKeys(second.id());

        rig.host.exit(second.id(), 0);
        rig.seconds(100);
        assertThat(rig.host.launches).isEmpty();
        assertThat(rig.state("job").slots()).singleElement().satisfies(slot -> {
            assertThat(slot.completed()).isTrue();
            assertThat(slot.problem()).isEmpty();
        });
    }

    @Test
    void start_replacedOneAndItsReplacementRun_theReplacementKeepsTheSlot() {
        rig.target(JOB);
        rig.seconds(5);
        ProcessHost.Launch first = launched();
        ProcessHost.Launch second = replacementOf(first);
        rig.survivors = java.util.List.of(running(first), running(second));

        rig.start();
        rig.seconds(5);
        rig.host.exit(second.id(), 0);
        rig.seconds(100);

        assertThat(rig.host.launches).as("it has run to its end").isEmpty();
    }

    @Test
    void start_lastRevisionIsOfALaterVersionAndTheFileIsMended_runsNoJobAgain() {
        ranToItsEnd(JOB, 0);
        long last = rig.store.state.revision();
        rig.store.revisions.put(
                last,
                new Revision(rig.store.revisions.get(last).head(), JOB.replace("restart", "colour: blue\n  restart")));
        rig.file = Optional.of(JOB + "# mended\n");

        rig.start();
        rig.seconds(100);

        assertThat(rig.host.launches).isEmpty();
    }
}

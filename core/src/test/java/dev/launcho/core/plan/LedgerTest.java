package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Version V1 = new Version("v1");
    private static final InstanceId ID = new InstanceId("calm-otter-1");
    private static final ProcessState PREPARING = Ledger.launching(ProcessState.initial("web"), ID, V1, 0, 1_000);
    private static final ProcessState STARTING = Ledger.launched(PREPARING, ID, 42, Map.of("http", 7000), 1_100);
    private static final ProcessState ADOPTED = Ledger.adopted(
            ProcessState.initial("web"), Instance.adopted(ID, "web", V1, 0, 42, Map.of("http", 7000), 1_000), 1_000);
    private static final ProcessState READY = Ledger.probed(STARTING, ID, true, "200", "::1", 3, 1_200);

    @Test
    void launching_freshSlot_remembersItsFirstLaunch() {
        assertThat(instance(PREPARING).phase()).isEqualTo(Phase.PREPARING);
        assertThat(slot(PREPARING).firstLaunchAt()).isEqualTo(1_000);
        assertThat(PREPARING.movedAt()).isEqualTo(1_000);
    }

    @Test
    void launching_knownSlot_keepsItsFirstLaunch() {
        ProcessState again = Ledger.launching(PREPARING, new InstanceId("calm-otter-2"), V1, 0, 9_000);
        assertThat(slot(again).firstLaunchAt()).isEqualTo(1_000);
        assertThat(again.movedAt()).isEqualTo(1_000);
    }

    @Test
    void launched_preparing_startsWithItsPidAndPorts() {
        assertThat(instance(STARTING).phase()).isEqualTo(Phase.STARTING);
        assertThat(instance(STARTING).pid()).isEqualTo(42);
        assertThat(instance(STARTING).ports()).containsEntry("http", 7000);
    }

    @Test
    void launched_alreadySignalled_keepsStopping() {
        ProcessState stopping = Ledger.signalled(PREPARING, ID, false, "", 1_050);
        assertThat(instance(Ledger.launched(stopping, ID, 42, Map.of(), 1_100)).phase())
                .isEqualTo(Phase.STOPPING);
    }

    @Test
    void probed_healthy_isReadyAtTheAddressThatAnswered() {
        assertThat(instance(READY).phase()).isEqualTo(Phase.READY);
        assertThat(instance(READY).address()).isEqualTo("::1");
        assertThat(instance(READY).served()).isTrue();
        assertThat(slot(READY).wasReady()).isTrue();
    }

    @Test
    void probed_healthyAgain_changesNothing() {
        assertThat(Ledger.probed(READY, ID, true, "200", "::1", 3, 5_000)).isSameAs(READY);
    }

    @Test
    void probed_failingOftenEnoughInARow_isUnreadyAndCountsAsAFailure() {
        ProcessState s = failing(failing(READY));
        assertThat(instance(s).phase()).isEqualTo(Phase.READY);
        s = failing(s);
        assertThat(instance(s).phase()).isEqualTo(Phase.UNREADY);
        assertThat(slot(s).failures()).isEqualTo(1);
        assertThat(slot(s).problem()).isEqualTo("unhealthy: 503");
    }

    @Test
    void probed_aSuccessInBetween_countsFromZeroAgain() {
        ProcessState s = Ledger.probed(failing(failing(READY)), ID, true, "200", "::1", 3, 1_400);
        assertThat(instance(failing(failing(s))).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void probed_whileStarting_neverIsUnready() {
        ProcessState s = STARTING;
        for (int n = 0; n < 10; n++) {
            s = failing(s);
        }
        assertThat(instance(s).phase()).isEqualTo(Phase.STARTING);
        assertThat(instance(s).probe()).isEqualTo("503");
        assertThat(slot(s).wasReady()).isFalse();
    }

    @Test
    void probed_failingOnWhileUnready_isOneFailureAltogether() {
        ProcessState s = failing(failing(failing(failing(READY))));

        assertThat(instance(s).phase()).isEqualTo(Phase.UNREADY);
        assertThat(slot(s).failures()).isEqualTo(1);
    }

    @Test
    void probed_lateAnswerOfOneThatLeaves_changesNothing() {
        ProcessState draining = Ledger.retired(READY, ID, 2_000);
        assertThat(Ledger.probed(draining, ID, false, "503", "", 1, 2_100)).isSameAs(draining);
    }

    @Test
    void retired_beforeItWasSeenWell_drainsAsAFormerServerMayHaveRoutedToIt() {
        assertThat(instance(Ledger.retired(ADOPTED, ID, 2_000)).phase()).isEqualTo(Phase.DRAINING);
        assertThat(instance(Ledger.retired(ADOPTED, ID, 2_000)).served()).isTrue();
    }

    @Test
    void retired_adoptedAndFoundSick_keepsTheCountOfItsFailures() {
        ProcessState sick = failing(failing(failing(Ledger.probed(ADOPTED, ID, true, "200", "::1", 3, 1_100))));

        assertThat(instance(sick).phase()).isEqualTo(Phase.UNREADY);
        assertThat(instance(Ledger.retired(sick, ID, 2_000)).probeFailures()).isEqualTo(3);
    }

    @Test
    void drained_onlyWhileDraining_isNoted() {
        assertThat(instance(Ledger.drained(READY, ID)).drained()).isFalse();
        assertThat(instance(Ledger.drained(Ledger.retired(READY, ID, 2_000), ID))
                        .drained())
                .isTrue();
    }

    @Test
    void signalled_asAFault_countsAgainstItsSlot() {
        ProcessState s = Ledger.signalled(STARTING, ID, true, "not ready in 60s", 61_000);
        assertThat(instance(s).phase()).isEqualTo(Phase.STOPPING);
        assertThat(slot(s).earlyExits()).isEqualTo(1);
        assertThat(slot(s).problem()).isEqualTo("not ready in 60s");
    }

    @Test
    void retired_adoptedAsAFault_drainsAndCountsAgainstItsSlot() {
        ProcessState s = Ledger.retired(ADOPTED, ID, true, "not ready in 60s", 61_000);

        assertThat(instance(s).phase()).isEqualTo(Phase.DRAINING);
        assertThat(instance(s).served()).isTrue();
        assertThat(slot(s).failures()).isEqualTo(1);
        assertThat(slot(s).problem()).isEqualTo("not ready in 60s");
    }

    @Test
    void signalled_notAsAFault_countsForNothing() {
        assertThat(slot(Ledger.signalled(STARTING, ID, false, "scaled down", 2_000)))
                .isEqualTo(slot(STARTING));
    }

    @Test
    void adopted_ofTheLiveVersion_itsSlotWasReady() {
        Instance taken = Instance.adopted(ID, "web", V1, 0, 42, Map.of(), 9_000);
        ProcessState live = Ledger.adopted(ProcessState.initial("web").wentLive(V1), taken, 9_000);
        ProcessState other = Ledger.adopted(ProcessState.initial("web"), taken, 9_000);

        assertThat(slot(live).wasReady()).isTrue();
        assertThat(slot(other).wasReady()).isFalse();
        assertThat(other.instances()).containsExactly(taken);
        assertThat(other.movedAt()).isEqualTo(9_000);
    }

    @Test
    void resumed_slotThatNeverWasReady_hasItsWholeTimeAgain() {
        assertThat(slot(Ledger.resumed(STARTING, 9_000)).firstLaunchAt()).isEqualTo(9_000);
        assertThat(slot(Ledger.resumed(READY, 9_000))).isEqualTo(slot(READY));
        assertThat(Ledger.resumed(READY, 9_000).movedAt()).isEqualTo(9_000);
    }

    @Test
    void backoffCleared_allButWhatHasCompleted_isTriedAtOnce() {
        ProcessState failed = READY.withSlot(slot(READY).failed(5, 99_000, "exit 1"));
        assertThat(slot(Ledger.backoffCleared(failed, 9_000)).notBefore()).isEqualTo(9_000);
        assertThat(slot(Ledger.backoffCleared(failed, 9_000)).failures()).isZero();

        ProcessState done = READY.withSlot(slot(failed).completed(""));
        assertThat(Ledger.backoffCleared(done, 9_000)).isEqualTo(done);
    }

    @Test
    void endedUnseen_whatRunsOnce_isCompletedIfItHadBegun() {
        Exit well = Exit.of(Exit.Stage.COMMAND, 0);
        Exit badly = Exit.of(Exit.Stage.COMMAND, 3);

        assertThat(slot(unseen(well, Policy.Restart.NEVER)))
                .isEqualTo(Slot.first(V1, 0, 9_000).completed(""));
        assertThat(slot(unseen(badly, Policy.Restart.NEVER)).problem()).isEqualTo("exit 3");
        assertThat(slot(unseen(Exit.of(Exit.Stage.BEFORE, 0), Policy.Restart.NEVER))
                        .completed())
                .isTrue();
        assertThat(slot(unseen(Exit.of(Exit.Stage.COMMAND, -1), Policy.Restart.NEVER))
                        .completed())
                .isTrue();
        assertThat(slot(unseen(well, Policy.Restart.ON_FAILURE)).completed()).isTrue();
        assertThat(unseen(badly, Policy.Restart.ON_FAILURE).slots()).isEmpty();
        assertThat(unseen(well, Policy.Restart.ALWAYS).slots()).isEmpty();
        assertThat(unseen(Exit.of(Exit.Stage.BEFORE, -1), Policy.Restart.NEVER).slots())
                .isEmpty();
    }

    private static ProcessState unseen(Exit exit, Policy.Restart restart) {
        return Ledger.endedUnseen(ProcessState.initial("web"), V1, 0, exit, restart, 9_000);
    }

    @Test
    void exited_afterASignal_isNotCountedOnceMore() {
        ProcessState s = Ledger.signalled(STARTING, ID, true, "not ready in 60s", 61_000);
        s = exited(s, 143, Policy.Restart.ALWAYS, 61_100);
        assertThat(slot(s).earlyExits()).isEqualTo(1);
        assertThat(instance(s).phase()).isEqualTo(Phase.EXITED);
    }

    @Test
    void exited_twice_isToldOnce() {
        ProcessState s = exited(READY, 1, Policy.Restart.ALWAYS, 2_000);
        assertThat(exited(s, 1, Policy.Restart.ALWAYS, 3_000)).isSameAs(s);
    }

    @Test
    void exited_onceHealthyForAMinute_beginsToCountAnew() {
        ProcessState s = exited(READY, 1, Policy.Restart.ALWAYS, 2_000);
        assertThat(slot(s).failures()).isEqualTo(1);
        assertThat(slot(s).notBefore()).isEqualTo(2_000);
        s = exited(again(s, 2_000), 1, Policy.Restart.ALWAYS, 2_000 + 59_999);
        assertThat(slot(s).failures()).isEqualTo(2);
        s = exited(again(s, 70_000), 1, Policy.Restart.ALWAYS, 70_000 + 60_000);
        assertThat(slot(s).failures()).isEqualTo(1);
    }

    @Test
    void exited_onceUnreadyForAMinute_countsOn() {
        ProcessState s = exited(failing(failing(failing(READY))), 1, Policy.Restart.ALWAYS, 90_000);

        assertThat(slot(s).failures()).isEqualTo(2);
    }

    @Test
    void exited_onFailureWithStatus0_completes() {
        assertThat(slot(exited(READY, 0, Policy.Restart.ON_FAILURE, 2_000)).completed())
                .isTrue();
        assertThat(slot(exited(READY, 1, Policy.Restart.ON_FAILURE, 2_000)).completed())
                .isFalse();
    }

    @Test
    void exited_neverRestartedWithAnError_completesWithAProblem() {
        Slot slot = slot(exited(READY, 3, Policy.Restart.NEVER, 2_000));
        assertThat(slot.completed()).isTrue();
        assertThat(slot.problem()).isEqualTo("exit 3");
        assertThat(slot(exited(READY, 0, Policy.Restart.NEVER, 2_000)).problem())
                .isEmpty();
    }

    @Test
    void exited_couldNotBeLaunched_isTriedAgainThoughNeverRestarted() {
        ProcessState s = Ledger.exited(PREPARING, ID, Exit.notLaunched("no free port"), Policy.Restart.NEVER, 2_000);
        assertThat(slot(s).completed()).isFalse();
        assertThat(slot(s).problem()).isEqualTo("could not be launched: no free port");
    }

    @Test
    void exited_ofAVersionThatIsNoLongerRemembered_startsNoCountForIt() {
        ProcessState s = READY.aimedAt(new Version("v2"));
        s = exited(s, 1, Policy.Restart.ALWAYS, 2_000);
        assertThat(s.slot(V1, 0)).isEmpty();
    }

    private static ProcessState failing(ProcessState s) {
        return Ledger.probed(s, ID, false, "503", "", 3, 1_300);
    }

    private static ProcessState exited(ProcessState s, int status, Policy.Restart restart, long now) {
        return Ledger.exited(s, ID, Exit.of(Exit.Stage.COMMAND, status), restart, now);
    }

    /** Its successor in the slot, under the same name, ready at once. */
    private static ProcessState again(ProcessState s, long now) {
        ProcessState next = Ledger.launching(s.remove(ID), ID, V1, 0, now);
        next = Ledger.launched(next, ID, 43, Map.of(), now);
        return Ledger.probed(next, ID, true, "200", "", 3, now);
    }

    private static Instance instance(ProcessState s) {
        return s.instance(ID).orElseThrow();
    }

    private static Slot slot(ProcessState s) {
        return s.slot(V1, 0).orElseThrow();
    }
}

package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("attack")
class StateReducerTest {
    private static final Version V1 = new Version("v1");
    private static final InstanceId ID = new InstanceId("calm-otter-1");
    private static final ProcessState PREPARING = StateReducer.launching(ProcessState.initial("web"), ID, V1, 0, 1_000);
    private static final ProcessState STARTING = StateReducer.launched(PREPARING, ID, 42, Map.of("http", 7000), 1_100);
    private static final ProcessState ADOPTED = StateReducer.adopted(
            ProcessState.initial("web"), Instance.adopted(ID, "web", V1, 0, 42, Map.of("http", 7000), 1_000), 1_000);
    private static final ProcessState READY =
            StateReducer.probed(STARTING, ID, true, ProbeResult.described("200"), "::1", 3, 1_200);

    private static final ProbeResult STRANGER =
            ProbeResult.of(new ProbeFinding.Stranger(7000, "PID 4711 (node)", "::1"));
    private static final ProbeResult UNASKED = ProbeResult.of(new ProbeFinding.Unasked(FailureKind.NO_PROCESS));
    private static final ProbeResult REFUSED = ProbeResult.of(new ProbeFinding.Unconnected(FailureKind.REFUSED));

    @Test
    void launching_freshSlot_remembersItsFirstLaunch() {
        assertThat(instance(PREPARING).phase()).isEqualTo(Phase.PREPARING);
        assertThat(slot(PREPARING).firstLaunchAt()).isEqualTo(1_000);
        assertThat(PREPARING.movedAt()).isEqualTo(1_000);
    }

    @Test
    void launching_knownSlot_keepsItsFirstLaunch() {
        ProcessState again = StateReducer.launching(PREPARING, new InstanceId("calm-otter-2"), V1, 0, 9_000);
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
        ProcessState stopping = StateReducer.signalled(PREPARING, ID, false, "", 1_050);
        assertThat(instance(StateReducer.launched(stopping, ID, 42, Map.of(), 1_100))
                        .phase())
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
        assertThat(StateReducer.probed(READY, ID, true, ProbeResult.described("200"), "::1", 3, 5_000))
                .isSameAs(READY);
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
    void probed_strangerOnThePort_isUnreadyAtOnceWhateverTheThreshold() {
        ProcessState s = StateReducer.probed(READY, ID, false, STRANGER, "", 1_000, 1_300);

        assertThat(instance(s).phase()).isEqualTo(Phase.UNREADY);
        assertThat(instance(s).probe()).isEqualTo(STRANGER);
        assertThat(slot(s).failures()).isEqualTo(1);
        assertThat(slot(s).problem()).isEqualTo("unhealthy: port 7000 is taken by PID 4711 (node)");
    }

    /** Clients are sent to ::1, where the instance is. */
    @Test
    void probed_strangerAtAnotherAddress_countsAsAnyFailure() {
        ProbeResult beside = ProbeResult.of(new ProbeFinding.Stranger(7000, "PID 4711 (node)", "127.0.0.1"));
        ProcessState s = StateReducer.probed(READY, ID, false, beside, "", 2, 1_300);
        assertThat(instance(s).phase()).isEqualTo(Phase.READY);

        s = StateReducer.probed(s, ID, false, beside, "", 2, 1_400);
        assertThat(instance(s).phase()).isEqualTo(Phase.UNREADY);
        assertThat(instance(s).address()).isEqualTo("::1");
    }

    /** It may have been the instance's own last answer: nobody listens there any more. */
    @Test
    void probed_whoAnsweredListensNoMore_countsAsAnyFailure() {
        ProbeResult gone =
                ProbeResult.of(new ProbeFinding.Stranger(7000, "a process that does not listen any more", ""));

        assertThat(instance(StateReducer.probed(READY, ID, false, gone, "", 2, 1_300))
                        .phase())
                .isEqualTo(Phase.READY);
    }

    @Test
    void probed_commandOfACheckFailsAfterAStranger_itsAnswerIsShown() {
        ProcessState s = StateReducer.probed(READY, ID, false, STRANGER, "", 3, 1_300);
        ProbeResult exit = new ProbeResult(ProbeQuestion.exec("check"), new ProbeFinding.Described("exit 1"));

        assertThat(instance(StateReducer.probed(s, ID, false, exit, "", 3, 1_400))
                        .probe())
                .isEqualTo(exit);
    }

    @Test
    void probed_strangerWhileStarting_staysStarting() {
        assertThat(instance(StateReducer.probed(STARTING, ID, false, STRANGER, "", 1, 1_300))
                        .phase())
                .isEqualTo(Phase.STARTING);
    }

    /** A stranger that closes the port when it is probed, or while this server can't look, is not forgotten. */
    @Test
    void probed_nobodyAnswersAfterAStranger_theStrangerIsRemembered() {
        ProcessState s = StateReducer.probed(READY, ID, false, STRANGER, "", 3, 1_300);
        s = StateReducer.probed(s, ID, false, REFUSED, "", 3, 1_400);
        s = StateReducer.unasked(s, ID, ProbeResult.described("not asked"));
        assertThat(instance(s).probe()).isEqualTo(STRANGER);

        s = StateReducer.probed(s, ID, false, ProbeResult.described("503"), "127.0.0.1", 3, 1_500);
        assertThat(instance(s).probe().sentence()).isEqualTo("503");
    }

    @Test
    void probed_firstAnswerAfterTheServerCouldNotAsk_beginsTheTimeToStartAnew() {
        ProcessState s = StateReducer.unasked(failing(STARTING), ID, UNASKED);
        assertThat(instance(s).startBegan()).isEqualTo(1_000);
        s = StateReducer.probed(s, ID, false, REFUSED, "", 3, 700_000);

        assertThat(instance(s).startBegan()).isEqualTo(700_000);
        assertThat(instance(s).launchedAt()).isEqualTo(1_000);
        assertThat(slot(s).firstLaunchAt()).isEqualTo(700_000);
        assertThat(s.movedAt()).isEqualTo(700_000);
        s = StateReducer.probed(s, ID, false, REFUSED, "", 3, 701_000);
        assertThat(instance(s).startBegan()).as("the next answer").isEqualTo(700_000);
        assertThat(slot(s).firstLaunchAt()).isEqualTo(700_000);
    }

    @Test
    void probed_readyInstanceThatTheServerCouldNotAsk_keepsItsTimes() {
        ProcessState s = StateReducer.unasked(READY, ID, UNASKED);
        s = StateReducer.probed(s, ID, true, ProbeResult.described("200"), "::1", 3, 700_000);

        assertThat(instance(s).since()).isEqualTo(1_200);
        assertThat(s.movedAt()).isEqualTo(READY.movedAt());
    }

    @Test
    void exited_afterTheServerCouldNotAsk_countsButNotTheTime() {
        ProcessState s = StateReducer.unasked(STARTING, ID, UNASKED);
        s = StateReducer.exited(s, ID, Exit.of(Exit.Stage.COMMAND, 1), false, Policy.Restart.ALWAYS, 700_000);

        assertThat(slot(s).firstLaunchAt()).isEqualTo(700_000);
        assertThat(slot(s).earlyExits()).isEqualTo(1);
        assertThat(s.movedAt()).isEqualTo(700_000);
    }

    /** A user restarts it, say. */
    @Test
    void signalled_afterTheServerCouldNotAsk_leavesItsReplacementTheWholeTime() {
        ProcessState s = StateReducer.unasked(STARTING, ID, UNASKED);

        assertThat(slot(StateReducer.signalled(s, ID, false, "", 700_000)).firstLaunchAt())
                .isEqualTo(700_000);
        assertThat(slot(StateReducer.retired(s, ID, 700_000)).firstLaunchAt()).isEqualTo(700_000);
    }

    @Test
    void probed_healthyAfterAStranger_isReadyAgain() {
        ProcessState s = StateReducer.probed(READY, ID, false, STRANGER, "", 3, 1_300);
        s = StateReducer.probed(s, ID, true, ProbeResult.described("200"), "::1", 3, 1_400);

        assertThat(instance(s).phase()).isEqualTo(Phase.READY);
        assertThat(instance(s).probe().sentence()).isEqualTo("200");
    }

    /** Its listener is closed for a moment: that is no stranger, and counts as any failed probe. */
    @Test
    void probed_nobodyListensForAMoment_staysReady() {
        ProcessState s = StateReducer.probed(READY, ID, false, REFUSED, "", 3, 1_300);

        assertThat(instance(s).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void probed_aSuccessInBetween_countsFromZeroAgain() {
        ProcessState s =
                StateReducer.probed(failing(failing(READY)), ID, true, ProbeResult.described("200"), "::1", 3, 1_400);
        assertThat(instance(failing(failing(s))).phase()).isEqualTo(Phase.READY);
    }

    @Test
    void probed_whileStarting_neverIsUnready() {
        ProcessState s = STARTING;
        for (int n = 0; n < 10; n++) {
            s = failing(s);
        }
        assertThat(instance(s).phase()).isEqualTo(Phase.STARTING);
        assertThat(instance(s).probe().sentence()).isEqualTo("503");
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
        ProcessState draining = StateReducer.retired(READY, ID, 2_000);
        assertThat(StateReducer.probed(draining, ID, false, ProbeResult.described("503"), "", 1, 2_100))
                .isSameAs(draining);
    }

    @Test
    void retired_beforeItWasSeenWell_drainsAsAFormerServerMayHaveRoutedToIt() {
        assertThat(instance(StateReducer.retired(ADOPTED, ID, 2_000)).phase()).isEqualTo(Phase.DRAINING);
        assertThat(instance(StateReducer.retired(ADOPTED, ID, 2_000)).served()).isTrue();
    }

    @Test
    void retired_adoptedAndFoundSick_keepsTheCountOfItsFailures() {
        ProcessState sick = failing(failing(
                failing(StateReducer.probed(ADOPTED, ID, true, ProbeResult.described("200"), "::1", 3, 1_100))));

        assertThat(instance(sick).phase()).isEqualTo(Phase.UNREADY);
        assertThat(instance(StateReducer.retired(sick, ID, 2_000)).probeFailures())
                .isEqualTo(3);
    }

    @Test
    void drained_onlyWhileDraining_isNoted() {
        assertThat(instance(StateReducer.drained(READY, ID)).drained()).isFalse();
        assertThat(instance(StateReducer.drained(StateReducer.retired(READY, ID, 2_000), ID))
                        .drained())
                .isTrue();
    }

    @Test
    void signalled_asAFault_countsAgainstItsSlot() {
        ProcessState s = StateReducer.signalled(STARTING, ID, true, "not ready in 60s", 61_000);
        assertThat(instance(s).phase()).isEqualTo(Phase.STOPPING);
        assertThat(slot(s).earlyExits()).isEqualTo(1);
        assertThat(slot(s).problem()).isEqualTo("not ready in 60s");
    }

    @Test
    void retired_adoptedAsAFault_drainsAndCountsAgainstItsSlot() {
        ProcessState s = StateReducer.retired(ADOPTED, ID, true, "not ready in 60s", 61_000);

        assertThat(instance(s).phase()).isEqualTo(Phase.DRAINING);
        assertThat(instance(s).served()).isTrue();
        assertThat(slot(s).failures()).isEqualTo(1);
        assertThat(slot(s).problem()).isEqualTo("not ready in 60s");
    }

    @Test
    void signalled_notAsAFault_countsForNothing() {
        assertThat(slot(StateReducer.signalled(STARTING, ID, false, "scaled down", 2_000)))
                .isEqualTo(slot(STARTING));
    }

    @Test
    void adopted_ofTheLiveVersion_itsSlotWasReady() {
        Instance taken = Instance.adopted(ID, "web", V1, 0, 42, Map.of(), 9_000);
        ProcessState live = StateReducer.adopted(ProcessState.initial("web").wentLive(V1), taken, 9_000);
        ProcessState other = StateReducer.adopted(ProcessState.initial("web"), taken, 9_000);

        assertThat(slot(live).wasReady()).isTrue();
        assertThat(slot(other).wasReady()).isFalse();
        assertThat(other.instances()).containsExactly(taken);
        assertThat(other.movedAt()).isEqualTo(9_000);
    }

    @Test
    void resumed_slotThatNeverWasReady_hasItsWholeTimeAgain() {
        assertThat(slot(StateReducer.resumed(STARTING, 9_000)).firstLaunchAt()).isEqualTo(9_000);
        assertThat(slot(StateReducer.resumed(READY, 9_000))).isEqualTo(slot(READY));
        assertThat(StateReducer.resumed(READY, 9_000).movedAt()).isEqualTo(9_000);
    }

    @Test
    void backoffCleared_allButWhatHasCompleted_isTriedAtOnce() {
        ProcessState failed = READY.withSlot(slot(READY).failed(5, 99_000, "exit 1"));
        assertThat(slot(StateReducer.backoffCleared(failed, 9_000)).notBefore()).isEqualTo(9_000);
        assertThat(slot(StateReducer.backoffCleared(failed, 9_000)).failures()).isZero();

        ProcessState done = READY.withSlot(slot(failed).completed(""));
        assertThat(StateReducer.backoffCleared(done, 9_000)).isEqualTo(done);
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
        return StateReducer.endedUnseen(ProcessState.initial("web"), V1, 0, exit, restart, 9_000);
    }

    @Test
    void exited_afterASignal_isNotCountedOnceMore() {
        ProcessState s = StateReducer.signalled(STARTING, ID, true, "not ready in 60s", 61_000);
        s = exited(s, 143, Policy.Restart.ALWAYS, 61_100);
        assertThat(slot(s).earlyExits()).isEqualTo(1);
        assertThat(instance(s).phase()).isEqualTo(Phase.EXITED);
    }

    @Test
    void exited_justBeforeItWasAsked_isDone() {
        ProcessState s = StateReducer.signalled(PREPARING, ID, true, "not ready in 20s", 61_000);
        s = exited(s, 0, Policy.Restart.NEVER, 61_100);
        assertThat(slot(s).completed()).isTrue();
        assertThat(slot(s).problem()).isEmpty();
    }

    @Test
    void exited_asItWasAskedTo_isNotDone() {
        ProcessState s = StateReducer.signalled(PREPARING, ID, true, "not ready in 20s", 61_000);
        s = StateReducer.exited(s, ID, Exit.of(Exit.Stage.COMMAND, 0), true, Policy.Restart.NEVER, 61_100);
        assertThat(slot(s).completed()).isFalse();
    }

    @Test
    void exited_badlyBeforeItsReplacement_leavesTheSlotToThat() {
        InstanceId next = new InstanceId("next-otter-2");
        ProcessState s = StateReducer.launching(StateReducer.condemned(READY, ID), next, V1, 0, 2_000);
        assertThat(slot(exited(s, 3, Policy.Restart.NEVER, 3_000)).completed()).isFalse();

        s = StateReducer.launching(failing(failing(failing(READY))), next, V1, 0, 2_000);
        assertThat(slot(exited(s, 3, Policy.Restart.NEVER, 3_000)).completed()).isFalse();
        assertThat(slot(exited(s, 0, Policy.Restart.NEVER, 3_000)).completed()).isTrue();
    }

    @Test
    void exited_afterItsReplacementHasCompleted_changesNothingOfThat() {
        InstanceId next = new InstanceId("next-otter-2");
        ProcessState s = StateReducer.launching(StateReducer.condemned(READY, ID), next, V1, 0, 2_000);
        s = StateReducer.exited(s, next, Exit.of(Exit.Stage.COMMAND, 0), false, Policy.Restart.NEVER, 3_000);

        Slot ended = slot(exited(s, 2, Policy.Restart.NEVER, 4_000));

        assertThat(ended.completed()).isTrue();
        assertThat(ended.problem()).isEmpty();
    }

    @Test
    void endedUnseen_besideItsReplacement_leavesTheSlotToThat() {
        Exit badly = Exit.of(Exit.Stage.COMMAND, 1);
        ProcessState running = StateReducer.endedUnseen(READY, V1, 0, badly, Policy.Restart.NEVER, 9_000);
        assertThat(slot(running).completed()).as("the other one goes on").isFalse();

        ProcessState done = exited(READY, 0, Policy.Restart.NEVER, 2_000);
        done = StateReducer.endedUnseen(done, V1, 0, badly, Policy.Restart.NEVER, 9_000);
        assertThat(slot(done).completed()).isTrue();
        assertThat(slot(done).problem()).as("it has been done well").isEmpty();
    }

    @Test
    void exited_justBeforeItWasAskedAndToBeReplaced_leavesThatToItsReplacement() {
        ProcessState s = StateReducer.signalled(StateReducer.condemned(PREPARING, ID), ID, false, "restarted", 61_000);
        s = exited(s, 0, Policy.Restart.NEVER, 61_100);
        assertThat(slot(s).completed()).isFalse();

        InstanceId next = new InstanceId("next-otter-2");
        s = StateReducer.launching(PREPARING, next, V1, 0, 61_000);
        s = exited(StateReducer.signalled(s, ID, false, "unhealthy", 61_000), 0, Policy.Restart.NEVER, 61_100);
        assertThat(slot(s).completed()).isFalse();
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
        ProcessState s = StateReducer.exited(
                PREPARING, ID, Exit.notLaunched("no free port"), false, Policy.Restart.NEVER, 2_000);
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
        return StateReducer.probed(s, ID, false, ProbeResult.described("503"), "", 3, 1_300);
    }

    private static ProcessState exited(ProcessState s, int status, Policy.Restart restart, long now) {
        return StateReducer.exited(s, ID, Exit.of(Exit.Stage.COMMAND, status), false, restart, now);
    }

    /** Its successor in the slot, under the same name, ready at once. */
    private static ProcessState again(ProcessState s, long now) {
        ProcessState next = StateReducer.launching(s.remove(ID), ID, V1, 0, now);
        next = StateReducer.launched(next, ID, 43, Map.of(), now);
        return StateReducer.probed(next, ID, true, ProbeResult.described("200"), "", 3, now);
    }

    private static Instance instance(ProcessState s) {
        return s.instance(ID).orElseThrow();
    }

    private static Slot slot(ProcessState s) {
        return s.slot(V1, 0).orElseThrow();
    }
}

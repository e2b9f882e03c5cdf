package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static dev.launcho.core.plan.Policies.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.Slot;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When a version is given up, and when it is looked at again: one plan of one scene each. */
class HopeTest {
    private static final UnaryOperator<Slot> EXITED_EARLY =
            slot -> slot.failed(1, 0, "").failed(2, 0, "").failed(3, 0, "exit 4");

    private final Scene scene = new Scene();

    @Test
    void plan_exitedEarlyThreeTimes_isGivenUp() {
        scene.wants("v1", ONE).slot("v1", 0, 5, EXITED_EARLY);

        assertThat(scene.does()).containsExactly("give up v1: exit 4, 3 times before it was ready");
    }

    @Test
    void plan_exitedEarlyThreeTimesAndThenReady_goesOn() {
        scene.wants("v1", replicas(2))
                .slot("v1", 0, 61, slot -> EXITED_EARLY.apply(slot).ready());
        scene.has("v1", 0, Phase.READY).slot("v1", 1, 1, slot -> slot).has("v1", 1, Phase.STARTING, 1);

        assertThat(scene.does()).isEmpty();
    }

    @Test
    void plan_jobThatIsDone_hasNoDeadlineAnyMore() {
        scene.wants("v1", replicas(2)).slot("v1", 0, 90, slot -> slot.completed(""));
        scene.slot("v1", 1, 1, slot -> slot).has("v1", 1, Phase.STARTING, 1);

        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(59);
    }

    @Test
    void plan_liveOrAboutToBe_hasNoDeadlineAnyMore() {
        scene.wants("v1", ONE).had("v1", ONE).slot("v1", 0, 90, Slot::ready).has("v1", 0, Phase.READY);
        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(-1);

        Scene arrived =
                new Scene().wants("v1", ONE).slot("v1", 0, 9, Slot::ready).has("v1", 0, Phase.READY);
        assertThat(arrived.does()).containsExactly("live v1");
        assertThat(arrived.looksAgainIn()).isEqualTo(-1);
    }

    @Test
    void plan_slotsThatAreNotWantedOrOfAnotherVersion_failNothing() {
        scene.wants("v1", ONE).slot("v1", 1, 90, EXITED_EARLY).slot("v0", 0, 90, EXITED_EARLY);

        assertThat(scene.slot("v1", 0, 1, slot -> slot).does()).containsExactly("launch v1-0");
    }

    @Test
    void plan_reached_isNotFailedByAnotherSlot() {
        scene.wants("v1", ONE).slot("v1", 0, 90, EXITED_EARLY).has("v1", 3, Phase.READY);

        assertThat(scene.does()).containsExactly("live v1");
    }

    @Test
    void plan_oneOfTwoJobsFails_isGivenUpWhileTheOtherRuns() {
        scene.wants("v1", replicas(2)).slot("v1", 0, 5, slot -> slot.completed("exit 3"));

        assertThat(scene.has("v1", 1, Phase.STARTING, 5).does()).containsExactly("give up v1: exit 3");
    }

    @Test
    void plan_notReadyInTime_tellsWhatItsOwnSlotSaidLast() {
        scene.wants("v1", replicas(2)).slot("v1", 0, 60, slot -> slot.failed(1, 0, "exit 1"));
        scene.has("v1-0", "v1", 0, Phase.EXITED, 30, i -> i.probed(1, ProbeResult.described("GET /: 500"), ""));
        scene.has("v1-1", "v1", 0, Phase.STARTING, 10, i -> i.probed(1, ProbeResult.described("GET /: 503"), ""));
        scene.has("v1-2", "v1", 0, Phase.STARTING, 10, i -> i);
        scene.has("v1-3", "v1", 1, Phase.STARTING, 10, i -> i.probed(1, ProbeResult.described("GET /: 404"), ""));
        scene.has("v0-0", "v0", 0, Phase.STARTING, 10, i -> i.probed(1, ProbeResult.described("GET /: 200"), ""));
        assertThat(scene.does()).containsExactly("give up v1: not ready in 1m: GET /: 503");

        Scene ended = new Scene().wants("v1", ONE).slot("v1", 0, 60, slot -> slot.failed(1, 0, "exit 1"));
        assertThat(ended.does()).containsExactly("give up v1: not ready in 1m: exit 1");
        Scene silent = new Scene().wants("v1", ONE).slot("v1", 0, 60, slot -> slot);
        assertThat(silent.does()).containsExactly("give up v1: not ready in 1m");
    }

    @Test
    void plan_notReadyYet_looksAgainAtTheSlotsOwnDeadline() {
        scene.wants("v1", replicas(2)).slot("v1", 0, 50, Slot::ready).has("v1", 0, Phase.READY);
        scene.slot("v1", 1, 40, slot -> slot).has("v1", 1, Phase.STARTING, 1);

        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(20);
    }

    @Test
    void plan_nothingMovesForFiveMinutes_isGivenUp() {
        scene.wants("v1", replicas(2)).slot("v1", 0, 900, Slot::ready).has("v1", 0, Phase.READY);
        scene.slot("v1", 1, 900, slot -> Scene.backsOff(400).apply(slot.ready()))
                .stuck(299);
        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(1);

        assertThat(scene.stuck(300).does()).containsExactly("give up v1: no progress for 5m");
    }

    @Test
    void plan_waitsForNothingYet_isNotStuck() {
        scene.wants("v1", ONE).blocked().stuck(900);

        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(-1);
    }

    @Test
    void plan_givenUpWithoutAFallback_goesOnWithoutADeadline() {
        scene.wants("v1", ONE).gaveUp("v1").slot("v1", 0, 90, EXITED_EARLY);

        assertThat(scene.does()).containsExactly("launch v1-0");
        assertThat(scene.looksAgainIn()).isEqualTo(-1);
    }
}

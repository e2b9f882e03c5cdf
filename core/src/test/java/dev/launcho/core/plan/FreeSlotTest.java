package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static dev.launcho.core.plan.Policies.recreate;
import static dev.launcho.core.plan.Policies.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Slot;
import org.junit.jupiter.api.Test;

/** What is launched, and what is not: one plan of one scene each. */
class FreeSlotTest {
    private final Scene scene = new Scene();

    @Test
    void plan_freeSlotsAmongOthers_areFilledLowestFirst() {
        scene.wants("v1", replicas(6))
                .had("v1", replicas(6))
                .has("v1", 1, Phase.READY)
                .has("v1", 4, Phase.UNREADY);
        scene.slot("v1", 2, 90, slot -> slot.completed("")).slot("v1", 3, 90, Scene.backsOff(5));

        assertThat(scene.does()).containsExactly("launch v1-0", "launch v1-4", "launch v1-5");
        assertThat(scene.looksAgainIn()).isEqualTo(5);
    }

    @Test
    void plan_completedBeyondTheReplicas_doesNotCount() {
        scene.wants("v1", ONE).had("v1", ONE).slot("v1", 1, 90, slot -> slot.completed(""));

        assertThat(scene.does()).containsExactly("launch v1-0");
    }

    @Test
    void plan_completedAndOneBeyondTheReplicas_areEnoughTogether() {
        scene.wants("v1", replicas(2)).had("v1", replicas(2)).slot("v1", 0, 90, slot -> slot.completed(""));

        assertThat(scene.has("v1", 3, Phase.READY).does()).isEmpty();
    }

    @Test
    void plan_completedSlots_takeTheirPartOfWhatMayRunAtOnce() {
        scene.wants("v2", replicas(4)).had("v1", replicas(4)).slot("v2", 0, 1, slot -> slot.completed(""));
        for (int slot = 0; slot < 3; slot++) {
            scene.has("v1", slot, Phase.READY);
        }
        scene.slot("v2", 1, 1, slot -> slot).has("v2", 1, Phase.STARTING, 1);

        assertThat(scene.does()).isEmpty();
    }

    @Test
    void plan_recreateAndOnlyTracesOfTheOldAreLeft_launches() {
        scene.wants("v2", recreate(1)).had("v1", recreate(1)).has("v1", 0, Phase.EXITED);

        assertThat(scene.does()).containsExactly("forget v1-0", "launch v2-0");
    }

    @Test
    void plan_blocked_launchesOnlyWhatWasUpBefore() {
        scene.wants("v1", replicas(3)).had("v1", replicas(3)).blocked();
        scene.slot("v1", 0, 90, slot -> slot).slot("v1", 1, 90, Slot::ready);

        assertThat(scene.does()).containsExactly("launch v1-1");
    }

    @Test
    void plan_manyOfTheOldThatDoNotStop_keepNewOnesOut() {
        scene.wants("v2", ONE).has("v1", 0, Phase.STARTING, 1).has("v1", 1, Phase.STARTING, 1);
        scene.has("v0", 0, Phase.STOPPING, 1).has("v0", 1, Phase.STOPPING, 1);

        assertThat(scene.does()).containsExactly("signal v1-0: replaced", "signal v1-1: replaced");
    }

    @Test
    void plan_stoppingAfterServiceOrEnded_keepsNothingOut() {
        scene.wants("v2", ONE);
        for (int slot = 0; slot < 3; slot++) {
            scene.has("v1-" + slot, "v1", slot, Phase.READY, 90, i -> i.to(Phase.STOPPING, Scene.ago(1)));
        }
        assertThat(scene.does()).containsExactly("launch v2-0");

        Scene ended = new Scene().wants("v2", ONE);
        for (int slot = 0; slot < 3; slot++) {
            ended.has("v1", slot, Phase.EXITED);
        }
        assertThat(ended.does()).contains("launch v2-0");
    }

    @Test
    void plan_waitsAfterAFailure_keepsUpWhatServed() {
        scene.had("v1", ONE).gaveUp("v2");

        assertThat(scene.does()).containsExactly("launch v1-0");
    }

    @Test
    void plan_paused_keepsUpTheOldButBringsNothingNew() {
        scene.wants("v2", replicas(2)).had("v1", replicas(2)).paused().has("v1", 0, Phase.READY);

        assertThat(scene.does()).containsExactly("launch v1-1");
    }

    @Test
    void plan_pausedWithTheNewStillStarting_letsItStart() {
        scene.wants("v2", ONE).had("v1", ONE).paused().has("v1", 0, Phase.READY);
        scene.slot("v2", 0, 61, slot -> slot).has("v2", 0, Phase.STARTING, 61);

        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(-1);
    }

    @Test
    void plan_pausedWithAllOfTheNewStable_isNotLive() {
        scene.wants("v2", ONE).had("v1", ONE).paused().has("v2", 0, Phase.READY);

        assertThat(scene.does()).isEmpty();
    }

    @Test
    void plan_pausedWhereTheOldHasToGoFirst_holdsUntilItIsGone() {
        scene.wants("v2", recreate(1)).had("v1", recreate(1)).paused();
        assertThat(scene.does()).containsExactly("launch v2-0");

        assertThat(scene.has("v1", 0, Phase.READY).does()).isEmpty();
    }

    @Test
    void plan_pausedWithNothingToRollOut_scalesUpAllTheSame() {
        scene.wants("v1", replicas(2)).had("v1", replicas(2)).paused().has("v1", 0, Phase.READY);

        assertThat(scene.does()).containsExactly("launch v1-1");
    }

    @Test
    void plan_pausedAndAnOldOneDoesNotComeUp_isTriedAgain() {
        scene.wants("v2", ONE).had("v1", ONE).paused().has("v1", 0, Phase.STARTING, 61);

        assertThat(scene.does()).containsExactly("fail v1-0: not ready in 1m");
    }

    @Test
    void plan_oldThatNeverWasLiveIsUnready_isNotLaunchedAgain() {
        scene.wants("v2", ONE).has("v1", 0, Phase.UNREADY);

        assertThat(scene.does()).containsExactly("launch v2-0");
    }
}

package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static dev.launcho.core.plan.Policies.THREE;
import static dev.launcho.core.plan.Policies.recreate;
import static dev.launcho.core.plan.Policies.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.Version;
import org.junit.jupiter.api.Test;

/** Who has to go, and how: one plan of one scene each. */
class WayOutTest {
    private final Scene scene = new Scene();

    @Test
    void plan_killed_isKilledAgainASecondAfterTheLastTime() {
        scene.leaves().has("v1-0", "v1", 0, Phase.STOPPING, 90, i -> i.killed(Scene.NOW - 999));
        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(.001);

        Scene later = new Scene().leaves().has("v1-0", "v1", 0, Phase.STOPPING, 90, i -> i.killed(Scene.NOW - 1_000));
        assertThat(later.does()).containsExactly("kill v1-0");
        assertThat(later.looksAgainIn()).isEqualTo(1);
    }

    @Test
    void plan_killedAtTheClocksFirstInstant_isKilledASecondLater() {
        scene.leaves().has("v1-0", "v1", 0, Phase.STOPPING, 1_030, i -> i.killed(0));

        assertThat(scene.plan(999)).isEqualTo(new Plan(java.util.List.of(), 1_000));
    }

    @Test
    void plan_notReadyInTime_isStoppedAsAFaultAndTellsItsLastAnswer() {
        scene.wants("v1", ONE).had("v1", ONE);
        scene.has("v1-0", "v1", 0, Phase.STARTING, 60, i -> i.probed(1, ProbeResult.described("GET /: 503"), ""));
        assertThat(scene.does()).containsExactly("fail v1-0: not ready in 1m: GET /: 503");

        Scene silent = new Scene().wants("v1", ONE).had("v1", ONE).has("v1", 0, Phase.STARTING, 60);
        assertThat(silent.does()).containsExactly("fail v1-0: not ready in 1m");
    }

    /** An earlier server may have sent it connections, which the kernel still carries. */
    @Test
    void plan_adoptedAndNotReadyInTime_drainsAndFailsItsSlot() {
        scene.wants("v1", ONE).had("v1", ONE).adopted("v1", 0, Phase.STARTING, 60);

        assertThat(scene.does()).containsExactly("fail and retire v1-0: not ready in 1m");
    }

    /** Its account is asked of a directory of users that does not answer, say. */
    @Test
    void plan_adoptedAndTheServerCannotAsk_staysForAsLongAsThatLasts() {
        ProbeResult unasked = ProbeResult.of(new ProbeFinding.Unasked(FailureKind.NO_ACCOUNT_ANSWER));
        scene.wants("v1", ONE).had("v1", ONE).adopted("v1", 0, Phase.STARTING, 600, i -> i.probed(0, unasked, ""));

        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(-1);
    }

    @Test
    void plan_adoptedAndNotReadyInTimeAndNotWanted_isRetiredOnce() {
        scene.wants("v2", ONE).had("v2", ONE).has("v2", 0, Phase.READY).adopted("v1", 0, Phase.STARTING, 61);

        assertThat(scene.does()).containsExactly("fail and retire v1-0: not ready in 1m");
    }

    @Test
    void plan_notReadyInTimeAndNotWanted_isSignalledOnce() {
        scene.wants("v2", ONE).had("v2", ONE).has("v2", 0, Phase.READY).has("v1", 0, Phase.STARTING, 61);

        assertThat(scene.does()).containsExactly("fail v1-0: not ready in 1m");
    }

    @Test
    void plan_startTimeout_isThatOfItsOwnVersion() {
        scene.wants("v2", Scene.startTimeout(2, 60))
                .had("v1", Scene.startTimeout(2, 20))
                .gaveUp("v2");
        scene.has("v1", 0, Phase.STARTING, 30).has("v2", 1, Phase.STARTING, 30).has("v1", 1, Phase.READY);

        assertThat(scene.does()).containsExactly("fail v1-0: not ready in 20s", "signal v2-1: replaced");
    }

    @Test
    void plan_waitsWithNothingToFallBackTo_whatRunsRunsOn() {
        scene.has("v1", 0, Phase.READY);

        assertThat(scene.does()).isEmpty();
        assertThat(scene.looksAgainIn()).isEqualTo(-1);
    }

    @Test
    void plan_notKept_allGoWhateverIsWanted() {
        scene.wants("v1", ONE).had("v1", ONE).leaves().has("v1", 0, Phase.READY);

        assertThat(scene.does()).containsExactly("retire v1-0: no longer wanted");
    }

    @Test
    void plan_unready_leavesOnceOneIsStableInItsSlot() {
        scene.wants("v1", THREE).had("v1", THREE).has("v1", 0, Phase.UNREADY).has("v1", 1, Phase.UNREADY);
        scene.has("v1-9", "v1", 1, Phase.READY, 90, i -> i).has("v1-8", "v1", 0, Phase.READY, 0, i -> i);

        assertThat(scene.does()).containsExactly("retire v1-1: unhealthy: ", "launch v1-2");
    }

    @Test
    void plan_condemnedAndReplaced_isRestarted() {
        scene.wants("v1", ONE).had("v1", ONE);
        scene.has("v1-0", "v1", 0, Phase.READY, 90, Instance::withCondemned);
        scene.has("v1-1", "v1", 0, Phase.READY, 90, i -> i);

        assertThat(scene.does()).containsExactly("retire v1-0: restarted");
    }

    @Test
    void plan_itsReplacementHasCompleted_leaves() {
        scene.wants("v1", replicas(2)).had("v1", replicas(2));
        scene.has("v1-0", "v1", 0, Phase.READY, 90, Instance::withCondemned).has("v1", 1, Phase.READY);
        scene.slot("v1", 0, 90, slot -> slot.completed(""));

        assertThat(scene.does()).containsExactly("retire v1-0: restarted");
    }

    @Test
    void plan_adoptedAndItsReplacementHadCompleted_itLeavesAndNoOther() {
        scene.wants("v1", replicas(2)).had("v1", replicas(2));
        scene.has("v1", 0, Phase.READY).has("v1", 1, Phase.READY);
        scene.slot("v1", 0, 90, slot -> slot.completed(""));

        assertThat(scene.does()).containsExactly("retire v1-0: its work is done");
    }

    @Test
    void plan_fewerThanBeforeAndOneHasCompleted_anUnreadyOneLeavesToo() {
        scene.wants("v1", replicas(2)).had("v1", replicas(2));
        scene.has("v1", 1, Phase.READY).has("v1", 2, Phase.UNREADY);
        scene.slot("v1", 0, 90, slot -> slot.completed(""));

        assertThat(scene.does()).containsExactly("retire v1-2: unhealthy: ");
    }

    @Test
    void plan_unreadyWhereTwoMayNotBe_leavesAtOnce() {
        scene.wants("v1", recreate(1)).had("v1", recreate(1)).has("v1", 0, Phase.UNREADY);

        assertThat(scene.does()).containsExactly("retire v1-0: unhealthy: ");
    }

    @Test
    void plan_tooMany_thoseThatCameLeastFarGoAndThenTheLast() {
        scene.wants("v1", ONE).had("v1", ONE);
        scene.has("v1", 3, Phase.STARTING, 1).has("v1", 2, Phase.READY, 0);
        scene.has("v1", 1, Phase.READY).has("v1", 0, Phase.READY);

        assertThat(scene.does())
                .containsExactly("retire v1-1: scaled down", "retire v1-2: scaled down", "signal v1-3: scaled down");
    }

    @Test
    void plan_fewerThanBeforeAndOneHasCompleted_thoseAndItAreAsManyAsWanted() {
        scene.wants("v1", replicas(3)).had("v1", replicas(3));
        scene.has("v1", 0, Phase.READY).has("v1", 1, Phase.READY).has("v1", 3, Phase.READY);
        scene.slot("v1", 2, 60, slot -> slot.completed(""));

        assertThat(scene.does()).containsExactly("retire v1-3: scaled down");
    }

    @Test
    void plan_oneReadyAndOneStarting_theStartingOneGoes() {
        scene.wants("v1", ONE).had("v1", ONE).has("v1", 0, Phase.STARTING, 1).has("v1", 1, Phase.READY, 0);

        assertThat(scene.does()).containsExactly("signal v1-0: scaled down");
    }

    @Test
    void plan_adoptedTooMany_noneGoesBeforeItIsKnownWhichAreWell() {
        scene.wants("v1", replicas(2))
                .had("v1", replicas(2))
                .adopted("v1", 0)
                .adopted("v1", 1)
                .adopted("v1", 2);
        assertThat(scene.does()).isEmpty();

        Scene one = new Scene().wants("v1", replicas(2)).had("v1", replicas(2)).adopted("v1", 0);
        one.has("v1", 1, Phase.READY, 0).adopted("v1", 2);
        assertThat(one.does()).isEmpty();

        Scene two = new Scene().wants("v1", replicas(2)).had("v1", replicas(2)).adopted("v1", 0);
        two.has("v1", 1, Phase.READY, 0).has("v1", 2, Phase.READY, 0);
        assertThat(two.does()).containsExactly("retire v1-0: scaled down");
    }

    @Test
    void plan_adoptedAndStartedAnewTooMany_theNewOneGoes() {
        scene.wants("v1", ONE).had("v1", ONE).has("v1", 0, Phase.STARTING, 1).adopted("v1", 1);

        assertThat(scene.does()).containsExactly("signal v1-0: scaled down");
    }

    @Test
    void plan_adoptedOfTheOldVersion_noneGoesBeforeItIsKnownWhichAreWell() {
        scene.wants("v2", ONE).had("v1", ONE).adopted("v1", 0).adopted("v1", 1).has("v2", 0, Phase.STARTING, 1);
        assertThat(scene.does()).isEmpty();

        Scene known = new Scene().wants("v2", ONE).had("v1", ONE).adopted("v1", 0);
        known.has("v1", 1, Phase.READY).has("v2", 0, Phase.STARTING, 1);
        assertThat(known.does()).containsExactly("retire v1-0: replaced");
    }

    @Test
    void plan_adoptedAndAskedAndUnready_noMoreAreKeptThanAreWanted() {
        scene.wants("v2", ONE).had("v1", ONE).has("v2", 0, Phase.STARTING, 1);
        scene.adopted("v1", 0, Phase.UNREADY).adopted("v1", 1, Phase.UNREADY);

        assertThat(scene.does()).containsExactly("retire v1-1: replaced", "launch v1-0");
    }

    @Test
    void plan_adoptedOfAThirdVersion_countsForTheOldUntilItIsKnown() {
        scene.wants("v2", ONE).had("v1", ONE).adopted("v0", 0).has("v2", 0, Phase.STARTING, 1);

        assertThat(scene.does()).isEmpty();
    }

    @Test
    void plan_adoptedOfAVersionThatNeverWasLive_servesUntilTheNewIsStable() {
        scene.wants("v2", ONE).adopted("v1", 0).has("v2", 0, Phase.STARTING, 1);
        assertThat(scene.does()).isEmpty();

        Scene arrived = new Scene().wants("v2", ONE).adopted("v1", 0).has("v2", 0, Phase.READY);
        assertThat(arrived.does()).containsExactly("retire v1-0: replaced");
    }

    @Test
    void plan_oldOfTwoVersions_thatWhichIsLiveIsKept() {
        scene.wants("v2", replicas(2)).had("v1", replicas(2)).has("v0", 0, Phase.READY);
        scene.has("v1", 1, Phase.READY).has("v1", 0, Phase.READY).has("v2", 0, Phase.STARTING, 1);

        assertThat(scene.does()).containsExactly("retire v0-0: replaced");
    }

    @Test
    void plan_oldTooMany_readyOnesAreKeptAndTheLowestSlots() {
        scene.wants("v2", replicas(1)).had("v1", replicas(2)).has("v1", 0, Phase.STARTING, 1);
        scene.has("v1", 2, Phase.READY).has("v1", 1, Phase.READY).has("v2", 0, Phase.STARTING, 1);
        assertThat(scene.does()).containsExactly("signal v1-0: replaced");

        Scene ready =
                new Scene().wants("v2", replicas(1)).had("v1", replicas(2)).has("v1", 2, Phase.READY);
        ready.has("v1", 1, Phase.READY).has("v1", 0, Phase.READY).has("v2", 0, Phase.STARTING, 1);
        assertThat(ready.does()).containsExactly("retire v1-2: replaced");
    }

    @Test
    void plan_startingOfAThirdVersion_isNotKept() {
        scene.wants("v2", replicas(2)).had("v1", replicas(2)).has("v0", 0, Phase.STARTING, 1);
        scene.has("v1", 0, Phase.READY).has("v2", 0, Phase.STARTING, 1);

        assertThat(scene.does()).containsExactly("signal v0-0: replaced", "launch v1-1");
    }

    @Test
    void plan_oldUnready_isKeptWhileTooFewOfTheOldAreReady() {
        scene.wants("v2", replicas(2)).had("v1", replicas(2)).has("v1", 0, Phase.READY);
        scene.has("v1", 1, Phase.UNREADY).has("v1-9", "v1", 1, Phase.STARTING, 1, i -> i);
        scene.has("v2", 0, Phase.STARTING, 1);
        assertThat(scene.does()).isEmpty();

        Scene bad = new Scene().wants("v2", replicas(3)).had("v1", replicas(2)).has("v1", 0, Phase.READY);
        bad.has("v1", 1, Phase.UNREADY).has("v1", 2, Phase.UNREADY).has("v2", 0, Phase.STARTING, 1);
        assertThat(bad.does()).contains("retire v1-2: replaced").doesNotContain("retire v1-1: replaced");
    }

    @Test
    void plan_newIsStable_theOldGoesFirstAndOnlyThenIsItLive() {
        scene.wants("v2", ONE).had("v1", ONE).has("v1", 0, Phase.READY).has("v2", 0, Phase.READY);
        assertThat(scene.does()).containsExactly("retire v1-0: replaced");

        Scene gone = new Scene().wants("v2", ONE).had("v1", ONE).has("v1", 0, Phase.DRAINING, 1);
        assertThat(gone.has("v2", 0, Phase.READY).does()).containsExactly("live v2");
    }

    @Test
    void plan_probeThatTakesMinHealthyIntoAccount_isStableAtOnce() {
        scene.wants(new Goal(new Version("v1"), ONE, true)).has("v1", 0, Phase.READY, 0);
        assertThat(scene.does()).containsExactly("live v1");

        Scene other = new Scene().wants("v1", ONE).has("v1", 0, Phase.READY, 0);
        assertThat(other.does()).isEmpty();
        assertThat(other.looksAgainIn()).isEqualTo(1);
    }

    @Test
    void plan_fallbackThatWasNotLive_isNotWhatIsWanted() {
        scene.wants("v2", ONE).had("v1", ONE).notLive().gaveUp("v2").has("v1", 0, Phase.READY);

        assertThat(scene.does()).isEmpty();
    }
}

package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Thousands of stories, each from its seed; {@code -Dlauncho.seed=N} tells one again. */
class PlannerSimulationTest {
    private static final int STORIES = Integer.getInteger("launcho.stories", 500);

    @Test
    void plan_deploysAlone_neverTakeReadyInstancesBelowThePromise() {
        each(seed -> {
            Floor floor = new Floor();
            Stage stage = new Stage().check(floor);
            told(seed, stage, () -> {
                new Story(stage, floor, seed).deploys(12);
                converges(stage, floor, Policies.replicas(3));
            });
        });
    }

    @Test
    void plan_anyFaults_convergesWhenTheyStop() {
        each(seed -> {
            Stage stage = new Stage();
            Floor unchecked = new Floor();
            told(seed, stage, () -> {
                new Story(stage, unchecked, seed).faults(30);
                boolean alone = seed % 4 == 0;
                converges(stage, unchecked, alone ? Policies.recreate(2) : Policies.replicas(2));
            });
        });
    }

    /** Nothing goes wrong any more: the next deploy gets there, and then there is nothing left to do. */
    private static void converges(Stage stage, Floor floor, Policy policy) {
        floor.deploys(policy.replicas());
        stage.deploy("last", policy).run(Duration.ofMinutes(10));
        assertThat(stage.live("last")).as("live").isTrue();
        assertThat(stage.in(Phase.READY, "last")).hasSize(policy.replicas());
        assertThat(stage.state().instances()).hasSize(policy.replicas());
        assertThat(stage.wakeAt()).as("nothing is due").isEqualTo(Plan.NEVER);
    }

    private static void told(long seed, Stage stage, Runnable story) {
        try {
            story.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("-Dlauncho.seed=" + seed + ": " + e.getMessage() + stage.trace(), e);
        }
    }

    private static void each(LongConsumer story) {
        Long one = Long.getLong("launcho.seed");
        if (one != null) {
            story.accept(one);
        } else {
            LongStream.range(0, STORIES).forEach(story);
        }
    }
}

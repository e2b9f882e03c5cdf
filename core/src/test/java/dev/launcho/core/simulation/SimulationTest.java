package dev.launcho.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Some stories; {@code make simulate} tells thousands. {@code -Dlauncho.seed=N} tells one again. */
class SimulationTest {
    private static final long RUNS = Integer.getInteger("launcho.stories", 60);

    @Test
    void server_anyFaults_keepsTheFivePromises() throws InterruptedException {
        Long one = Long.getLong("launcho.seed");

        assertThat(one == null ? Simulate.run(0, RUNS) : Simulate.run(one, 1)).isEmpty();
    }

    @Test
    void story_toldAgain_happensInTheSameWay() {
        Story story = Story.of(7);

        assertThat(Teller.trace(story, dev.launcho.core.reconcile.SimulatedServer.Twist.NONE))
                .isEqualTo(Teller.trace(Story.of(7), dev.launcho.core.reconcile.SimulatedServer.Twist.NONE))
                .hasSizeGreaterThan(50);
    }
}

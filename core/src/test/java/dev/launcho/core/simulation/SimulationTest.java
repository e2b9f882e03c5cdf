package dev.launcho.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.reconcile.SimulatedServer.Twist;
import dev.launcho.core.simulation.Incident.Kind;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some stories; {@code make simulate} tells thousands. {@code -Dlauncho.seed=N} tells those of a fresh seed again. */
class SimulationTest {
    private static final long RUNS = Integer.getInteger("launcho.stories", 60);

    @Test
    void server_anyFaults_keepsTheFivePromises() throws InterruptedException {
        Tally tally = new Tally();

        assertThat(Simulate.run(0, RUNS, tally)).isEmpty();
        assertThat(Kind.values()).as("incidents that met something").allMatch(kind -> tally.of(kind) > 0);
    }

    @Test
    void server_freshSeeds_keepsTheFivePromises() throws InterruptedException {
        long seed = Long.getLong("launcho.seed", new SecureRandom().nextLong());
        System.out.println("simulation: -Dlauncho.seed=" + seed);

        assertThat(Simulate.run(seed, RUNS, new Tally())).isEmpty();
    }

    /** Each of them ended badly once. */
    @ParameterizedTest
    @ValueSource(longs = {592231013, 1002665, 77116173, 900010, 512022, 50089, 228089544})
    void server_seedThatOnceFailed_keepsTheFivePromises(long seed) throws InterruptedException {
        assertThat(Simulate.run(seed, 1, new Tally())).isEmpty();
    }

    @Test
    void story_toldAgain_happensInTheSameWay() {
        Story story = Story.of(7);

        assertThat(Teller.trace(story, Twist.NONE))
                .isEqualTo(Teller.trace(Story.of(7), Twist.NONE))
                .hasSizeGreaterThan(50);
    }
}

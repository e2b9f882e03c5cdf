package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;

/** The availability floor: what was ready before a deploy, or the lesser number that the deploy asks for. */
final class Floor implements Stage.Check {
    private int promised;
    private int most;

    /** To be called before a deploy. */
    void deploys(int replicas) {
        promised = Math.min(promised, replicas);
        most = Math.max(most, replicas);
    }

    @Override
    public void before(Stage stage, Action action) {
        // Asked very often, so a message is only made when it is needed.
        if (stage.ready() < promised) {
            throw new AssertionError(stage.ready() + " ready, " + promised + " promised, before " + action);
        }
    }

    @Override
    public void settled(Stage stage) {
        assertThat(stage.ready()).as("ready").isGreaterThanOrEqualTo(promised);
        ProcessState s = stage.state();
        long active = s.instances().stream()
                .filter(i -> i.phase().active() && i.phase() != Phase.UNREADY && !i.condemned())
                .count();
        assertThat(active).as("one above what is wanted").isLessThanOrEqualTo(most + 1L);
        int wanted = stage.desired().policy().replicas();
        boolean quiet = s.live().equals(stage.desired().goal().version())
                && s.instances().stream().allMatch(i -> i.phase() == Phase.READY)
                && stage.ready() == wanted;
        if (quiet) {
            promised = wanted;
            most = wanted;
        }
    }
}

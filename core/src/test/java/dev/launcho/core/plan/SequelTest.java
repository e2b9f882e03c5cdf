package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequelTest {
    private static final Goal OLD = new Goal(new Version("v1"), ONE, false);
    private static final Goal NEW = new Goal(new Version("v2"), ONE, false);
    private static final Desired AGAIN = new Desired("web", NEW, OLD, true, ONE);
    private static final Desired FIRST = new Desired("web", NEW, Goal.NONE, true, ONE);
    private static final ProcessState GIVEN_UP = ProcessState.initial("web").gaveUp(NEW.version(), "exit 1");

    @Test
    void wanted_givenUp_isWhatWasLiveBefore() {
        assertThat(Sequel.wanted(AGAIN, GIVEN_UP)).isEqualTo(OLD);
        assertThat(Sequel.wanted(AGAIN, ProcessState.initial("web"))).isEqualTo(NEW);
        assertThat(Sequel.wanted(FIRST, GIVEN_UP)).isEqualTo(NEW);
    }

    @Test
    void text_oneBefore_servesOnOnlyIfItIsReady() {
        Instance old = Instance.preparing(new InstanceId("calm-otter-1"), "web", OLD.version(), 0, 1_000)
                .running(42, Map.of());

        assertThat(Sequel.text(AGAIN, GIVEN_UP.add(old.to(Phase.READY, 2_000))))
                .isEqualTo("the version before serves on");
        Instance other = Instance.preparing(new InstanceId("calm-otter-2"), "web", NEW.version(), 0, 1_000)
                .running(43, Map.of())
                .to(Phase.READY, 2_000);
        assertThat(Sequel.text(AGAIN, GIVEN_UP.add(old).add(other)))
                .isEqualTo("the version before is wanted again, and not ready");
    }

    @Test
    void text_noneBefore_isTriedAgainUnlessItRunsOnce() {
        ProcessState ended = GIVEN_UP.withSlot(Slot.first(NEW.version(), 0, 1_000)
                .completed(Exit.of(Exit.Stage.COMMAND, 5).describe()));

        assertThat(Sequel.text(FIRST, GIVEN_UP)).isEqualTo("it is tried again");
        assertThat(Sequel.text(FIRST, ended)).isEqualTo("it is not run again; once more: launcho restart web");
    }
}

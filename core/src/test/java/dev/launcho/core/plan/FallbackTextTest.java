package dev.launcho.core.plan;

import static dev.launcho.core.plan.Policies.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FallbackTextTest {
    private static final Goal OLD = new Goal(new Version("v1"), ONE, false);
    private static final Goal NEW = new Goal(new Version("v2"), ONE, false);
    private static final DesiredState AGAIN = new DesiredState("web", NEW, OLD, true, ONE);
    private static final DesiredState FIRST = new DesiredState("web", NEW, Goal.NONE, true, ONE);
    private static final ProcessState GIVEN_UP = ProcessState.initial("web").gaveUp(NEW.version(), "exit 1");

    @Test
    void wanted_givenUp_isWhatWasLiveBefore() {
        assertThat(FallbackText.wanted(AGAIN, GIVEN_UP)).isEqualTo(OLD);
        assertThat(FallbackText.wanted(AGAIN, ProcessState.initial("web"))).isEqualTo(NEW);
        assertThat(FallbackText.wanted(FIRST, GIVEN_UP)).isEqualTo(NEW);
    }

    @Test
    void text_oneBefore_servesOnOnlyIfItIsReady() {
        Instance old = Instance.preparing(new InstanceId("calm-otter-1"), "web", OLD.version(), 0, 1_000)
                .running(42, Map.of());

        assertThat(FallbackText.text(AGAIN, GIVEN_UP.add(old.to(Phase.READY, 2_000))))
                .isEqualTo("the previous version keeps serving");
        Instance other = Instance.preparing(new InstanceId("calm-otter-2"), "web", NEW.version(), 0, 1_000)
                .running(43, Map.of())
                .to(Phase.READY, 2_000);
        assertThat(FallbackText.text(AGAIN, GIVEN_UP.add(old).add(other)))
                .isEqualTo("the previous version is wanted again, but not ready");
    }

    @Test
    void text_noneBefore_isTriedAgainUnlessItRunsOnce() {
        ProcessState ended = GIVEN_UP.withSlot(Slot.first(NEW.version(), 0, 1_000)
                .completed(Exit.of(Exit.Stage.COMMAND, 5).describe()));

        assertThat(FallbackText.text(FIRST, GIVEN_UP)).isEqualTo("it is tried again");
        assertThat(FallbackText.text(FIRST, ended))
                .isEqualTo("it is not started again; to start it: launcho restart web");
    }
}

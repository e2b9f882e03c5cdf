package dev.launcho.core.plan;

import static dev.launcho.core.model.Phase.DRAINING;
import static dev.launcho.core.model.Phase.EXITED;
import static dev.launcho.core.model.Phase.PREPARING;
import static dev.launcho.core.model.Phase.READY;
import static dev.launcho.core.model.Phase.STARTING;
import static dev.launcho.core.model.Phase.STOPPING;
import static dev.launcho.core.model.Phase.UNREADY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Phase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionsTest {
    /** A row for each phase: what follows LAUNCHED, HEALTHY, FAILING, RETIRED, SIGNALLED, EXITED. */
    private static final Map<Phase, List<Phase>> TABLE = Map.of(
            PREPARING, List.of(STARTING, PREPARING, PREPARING, PREPARING, STOPPING, EXITED),
            STARTING, List.of(STARTING, READY, STARTING, DRAINING, STOPPING, EXITED),
            READY, List.of(READY, READY, UNREADY, DRAINING, READY, EXITED),
            UNREADY, List.of(UNREADY, READY, UNREADY, DRAINING, UNREADY, EXITED),
            DRAINING, List.of(DRAINING, DRAINING, DRAINING, DRAINING, STOPPING, EXITED),
            STOPPING, List.of(STOPPING, STOPPING, STOPPING, STOPPING, STOPPING, EXITED),
            EXITED, List.of(EXITED, EXITED, EXITED, EXITED, EXITED, EXITED));

    static Stream<Arguments> table() {
        return Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(LifecycleEvent.values())
                        .map(what -> Arguments.of(phase, what, TABLE.get(phase).get(what.ordinal()))));
    }

    @ParameterizedTest
    @MethodSource("table")
    void next_eachPhaseAndHappening_isAsTheTableSays(Phase phase, LifecycleEvent what, Phase next) {
        assertThat(Transitions.next(phase, what)).isEqualTo(next);
    }

    @Test
    void next_onceLeaving_neverServesAgain() {
        for (Phase phase : List.of(DRAINING, STOPPING, EXITED)) {
            for (LifecycleEvent what : LifecycleEvent.values()) {
                assertThat(Transitions.next(phase, what).active()).isFalse();
            }
        }
    }
}

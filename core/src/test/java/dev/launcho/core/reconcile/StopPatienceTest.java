package dev.launcho.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopPatienceTest {
    private final CompletableFuture<Boolean> finished = new CompletableFuture<>();

    @Test
    void await_fewerEachTime_waitsForAll() {
        AtomicInteger left = new AtomicInteger(5);
        List<Long> waits = new ArrayList<>();

        boolean stopped = StopPatience.await(
                finished,
                1,
                () -> {
                    if (left.get() == 1) {
                        finished.complete(true);
                    }
                    return left.getAndDecrement();
                },
                waits::add);

        assertThat(stopped).isTrue();
        assertThat(waits).hasSize(5).containsOnly(1L);
    }

    @Test
    void await_asManyAsBefore_givesUp() {
        assertThat(StopPatience.await(finished, 1, () -> 3, millis -> {})).isFalse();
    }

    @Test
    void await_reconcilerHasFailed_isFalse() {
        finished.complete(false);
        assertThat(StopPatience.await(finished, 60_000, () -> 3, millis -> {})).isFalse();
    }
}

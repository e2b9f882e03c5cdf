package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlockingProbesTest {
    /** As when a user may have no more processes. The prober's thread must not die of it: the server would end. */
    @Test
    void ask_theSystemHasNoThread_isAskedAgainLater() throws Exception {
        AtomicInteger lacking = new AtomicInteger(1);
        try (BlockingProbes probes = new BlockingProbes(64, task -> {
            if (lacking.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        })) {
            CompletableFuture<Optional<ProbeAnswer>> answer = new CompletableFuture<>();
            assertThat(probes.ask(Optional::empty, answer::complete)).isFalse();

            assertThat(probes.ask(Optional::empty, answer::complete)).isTrue();
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }
}

package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A process host as a prober sees it, for tests. */
final class FakeWitness implements Prober.Witness {
    final AtomicInteger askedForStrangers = new AtomicInteger();
    volatile String stranger = "";
    volatile int status;
    volatile long runningFor;
    volatile String problem = "";

    @Override
    public Optional<String> stranger(InstanceId id, int port) {
        if (stranger.equals("fault")) {
            throw new IllegalStateException("a fault of the server itself");
        }
        askedForStrangers.incrementAndGet();
        return stranger.isEmpty() ? Optional.empty() : Optional.of(stranger);
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        return runningFor >= millis;
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) throws IOException {
        if (!problem.isEmpty()) {
            throw new IOException(problem);
        }
        return status;
    }
}

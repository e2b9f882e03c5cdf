package dev.launcho.core.health;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A process host as a prober sees it, for tests. */
final class FakeWitness implements Prober.Witness {
    final AtomicInteger askedForStrangers = new AtomicInteger();
    volatile String stranger = "";
    /** Whether the stranger listens no more once it has answered. */
    volatile boolean strangerIsGone;

    volatile int status;
    volatile long runningFor;
    volatile String problem = "";
    /** What this server lacks, if anything. */
    volatile Optional<FailureKind> lacking = Optional.empty();

    /** What is wrong with the file of a check's command, if anything. */
    volatile Optional<CommandFault> fault = Optional.empty();

    @Override
    public Optional<CommandFault> fault(InstanceId id, List<String> command) {
        return fault;
    }

    /** A port on which another program listens; 0 = none. */
    volatile int strangerPort;

    /** What is known without a search. */
    volatile KnownListener known = KnownListener.UNKNOWN;

    final AtomicInteger askedForKnown = new AtomicInteger();
    final AtomicInteger searches = new AtomicInteger();

    @Override
    public KnownListener knownListener(InstanceId id, String address, int port) {
        askedForKnown.incrementAndGet();
        return known;
    }

    @Override
    public Optional<String> otherListener(InstanceId id, String address, int port) {
        searches.incrementAndGet();
        requireAll();
        if (port == strangerPort) {
            return Optional.of("PID 4712 (nc)");
        }
        return stranger.isEmpty() || stranger.equals("fault") || strangerIsGone
                ? Optional.empty()
                : Optional.of(stranger);
    }

    @Override
    public Optional<String> stranger(InstanceId id, String address, int port) {
        if (stranger.equals("fault")) {
            throw new IllegalStateException("a fault of the server itself");
        }
        requireAll();
        askedForStrangers.incrementAndGet();
        return stranger.isEmpty() ? Optional.empty() : Optional.of(stranger);
    }

    private void requireAll() {
        lacking.ifPresent(kind -> {
            throw new ServerShortage(kind);
        });
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        return runningFor >= millis;
    }

    final AtomicInteger execs = new AtomicInteger();

    /** A check's command does not end before this is 0. */
    volatile CountDownLatch execEnd = new CountDownLatch(0);

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException {
        requireAll();
        execs.incrementAndGet();
        execEnd.await();
        if (!problem.isEmpty()) {
            throw new IOException(problem);
        }
        return status;
    }
}

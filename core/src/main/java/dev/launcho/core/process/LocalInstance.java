package dev.launcho.core.process;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.tree.PortListeners;
import dev.launcho.core.process.tree.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The host's state of one instance. Thread-safe. */
final class LocalInstance {
    final ProcessHost.Launch launch;

    /** The instance was asked to stop: nothing more of it is started. */
    volatile boolean cancelled;

    /** The instance was asked to stop, or killed, before it had ended by itself. */
    volatile boolean asked;

    /** The instance was sent SIGKILL. */
    volatile boolean killed;

    volatile ExecContext surroundings = ExecContext.NONE;

    /** Done once it is settled what the surroundings are; an adopted instance's are looked up by another thread. */
    final CompletableFuture<Void> surrounded = new CompletableFuture<>();

    private final AtomicBoolean ended = new AtomicBoolean();
    private final Map<String, Integer> leased = new LinkedHashMap<>();

    /** When the command began; empty until that is seen. As {@link #absentAt}, by {@link System#nanoTime}. */
    private OptionalLong startedAt = OptionalLong.empty();

    /** When it was last seen that the command had not begun. */
    private OptionalLong absentAt = OptionalLong.empty();

    private volatile Optional<ProcessTree> tree = Optional.empty();
    private volatile Optional<PortListeners> listeners = Optional.empty();

    LocalInstance(ProcessHost.Launch launch) {
        this.launch = launch;
    }

    /** Returns the process tree; empty until the shim runs. */
    Optional<ProcessTree> tree() {
        return tree;
    }

    /** Returns the instance's listening sockets; empty until the shim runs. */
    Optional<PortListeners> listeners() {
        return listeners;
    }

    /**
     * Returns the context in which a check runs. Blocks until it is known.
     *
     * @throws IOException if it can't be found out
     * @throws ServerShortage if it is not known within the limit
     */
    ExecContext forChecks(Duration limit) throws IOException, InterruptedException {
        ExecContext in = surroundings;
        if (in.equals(ExecContext.NONE)) {
            try {
                surrounded.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException unsettled) {
                throw new ServerShortage(FailureKind.NO_ACCOUNT_ANSWER);
            }
            in = surroundings;
        }
        if (in.equals(ExecContext.NONE)) {
            throw new IOException("the user and the directory of the instance are not known");
        }
        return in;
    }

    void started(ProcessTree its) {
        listeners = Optional.of(new PortListeners(its));
        tree = Optional.of(its);
    }

    /** Returns true to the first caller only, so that the end is reported once. */
    boolean ends() {
        return ended.compareAndSet(false, true);
    }

    boolean hasEnded() {
        return ended.get();
    }

    synchronized Map<String, Integer> lease(PortLeases from) throws IOException {
        if (cancelled) {
            throw new IOException("stopped before it was started");
        }
        for (String service : launch.spec().receives()) {
            leased.put(service, from.lease());
        }
        return Map.copyOf(leased);
    }

    /** Takes over ports that the instance has had since before this server. */
    synchronized void keep(Map<String, Integer> ports, PortLeases of) {
        ports.values().forEach(of::take);
        leased.putAll(ports);
    }

    /**
     * Returns whether the command has run for this long, counted from the time of the shim's file. That is wall-clock time,
     * which may be set: it counts only back to the last call that did not find the file.
     */
    synchronized boolean runningFor(Path started, long millis) {
        long now = System.nanoTime();
        if (startedAt.isEmpty()) {
            long age = age(started);
            if (age < 0) {
                absentAt = OptionalLong.of(now);
                return false;
            }
            startedAt = OptionalLong.of(absentAt.isPresent() ? now - Math.min(age, now - absentAt.getAsLong()) : now);
        }
        return now - startedAt.getAsLong() >= TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Returns the age of a file in nanoseconds by the wall clock, at least 0; negative if there is none. */
    private static long age(Path file) {
        try {
            Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
            return age.isNegative() ? 0 : age.toNanos();
        } catch (IOException absent) {
            return -1;
        }
    }

    synchronized void release(PortLeases to) {
        leased.values().forEach(to::release);
        leased.clear();
    }
}

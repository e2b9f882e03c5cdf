package dev.launcho.core.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the host knows of one instance. Thread-safe. */
final class LocalInstance {
    final ProcessHost.Launch launch;

    /** It was asked to stop: what is not yet started, is not started any more. */
    volatile boolean cancelled;

    volatile Surroundings surroundings = Surroundings.NONE;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Map<String, Integer> leased = new LinkedHashMap<>();
    private long seenAt;
    private volatile Optional<ProcessTree> tree = Optional.empty();

    LocalInstance(ProcessHost.Launch launch) {
        this.launch = launch;
    }

    /** Empty until its shim runs. */
    Optional<ProcessTree> tree() {
        return tree;
    }

    void started(ProcessTree its) {
        tree = Optional.of(its);
    }

    /** True for the first caller only: its end is told once. */
    boolean ends() {
        return ended.compareAndSet(false, true);
    }

    boolean hasEnded() {
        return ended.get();
    }

    synchronized Map<String, Integer> lease(Ports from) throws IOException {
        if (cancelled) {
            throw new IOException("stopped before it was started");
        }
        for (String service : launch.spec().receives()) {
            leased.put(service, from.lease());
        }
        return Map.copyOf(leased);
    }

    /** Ports that it has since before this server. */
    synchronized void keep(Map<String, Integer> ports, Ports of) {
        ports.values().forEach(of::take);
        leased.putAll(ports);
    }

    /** Counted from when the shim's file was first seen: its own time is the wall clock's, which may be set. */
    synchronized boolean runningFor(Path started, long millis) {
        if (seenAt == 0 && Files.exists(started)) {
            seenAt = System.nanoTime();
        }
        return seenAt != 0 && System.nanoTime() - seenAt >= TimeUnit.MILLISECONDS.toNanos(millis);
    }

    synchronized void release(Ports to) {
        leased.values().forEach(to::release);
        leased.clear();
    }
}

package dev.launcho.core.simulation;

import dev.launcho.core.simulation.Incident.Kind;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how often each kind of incident has really met something. Any thread. */
final class Tally {
    private final AtomicLongArray counts = new AtomicLongArray(Kind.values().length);

    private final AtomicLong cpuNanos = new AtomicLong();

    /** Counts the processor time of the thread that calls this, which is about to end. */
    void countCpu() {
        cpuNanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    /** Milliseconds. */
    double cpu() {
        return cpuNanos.get() / 1e6;
    }

    void count(Kind kind) {
        counts.incrementAndGet(kind.ordinal());
    }

    long of(Kind kind) {
        return counts.get(kind.ordinal());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append(text.isEmpty() ? "" : ", ").append(kind).append(' ').append(of(kind));
        }
        return text.toString();
    }
}

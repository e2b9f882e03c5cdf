package dev.launcho.bench.compare;

import dev.launcho.bench.compare.wire.Load.Count;

/**
 * What one peer did with one workload in one repetition.
 *
 * @param rate units (requests, connections, bytes) in a second
 * @param cpuSeconds of the peer's processes, for a unit
 * @param p50 seconds, 0 for bulk
 * @param p99 seconds, 0 for bulk
 */
public record Sample(double rate, double cpuSeconds, double p50, double p99, int failures, String failure) {
    static Sample of(Workload workload, Count count, double cpuSeconds) {
        double units = Math.max(1, workload.unit() == Workload.Unit.BYTE ? count.bytes() : count.answers());
        return new Sample(
                units / count.seconds(),
                cpuSeconds / units,
                count.p50Nanos() / 1e9,
                count.p99Nanos() / 1e9,
                count.failures(),
                count.failure());
    }
}

package dev.launcho.bench.compare;

import dev.launcho.bench.compare.wire.Load.Count;

/**
 * The result of one peer with one workload in one repetition.
 *
 * @param rate units (requests, connections, bytes) per second
 * @param cpuSeconds processor time of the peer's processes per unit
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

package dev.launcho.bench.proxy.route;

import dev.launcho.proxy.route.BackendLease;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A benchmark of the pick of a backend and the return of its lease; by one thread, and by two at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickBenchmark {
    @Benchmark
    public BackendLease pick(Table table) {
        return pickAndGiveBack(table);
    }

    @Benchmark
    @Threads(2)
    public BackendLease pickContended(Table table) {
        return pickAndGiveBack(table);
    }

    private static BackendLease pickAndGiveBack(Table table) {
        BackendLease lease = table.picker.pick(Table.SERVICE, List.of());
        if (lease == null) {
            throw new IllegalStateException("there are backends");
        }
        lease.giveBack();
        return lease;
    }
}

package dev.launcho.bench.proxy.route;

import dev.launcho.proxy.route.Lease;
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

/** A connection's choice of a backend, and its end; by one thread, and by two at once. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickBenchmark {
    @Benchmark
    public Lease pick(Table table) {
        return pickAndGiveBack(table);
    }

    @Benchmark
    @Threads(2)
    public Lease pickContended(Table table) {
        return pickAndGiveBack(table);
    }

    private static Lease pickAndGiveBack(Table table) {
        Lease lease = table.picker.pick(Table.SERVICE, List.of());
        if (lease == null) {
            throw new IllegalStateException("there are backends");
        }
        lease.giveBack();
        return lease;
    }
}

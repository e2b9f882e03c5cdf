package dev.launcho.bench.core.plan;

import dev.launcho.core.plan.Plan;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One change among many instances: in a process of its own, or in one process that has all of them as its replicas. And
 * a change of every process, whose cost is to grow as their number does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlannerBenchmark {
    /** A user has set another version of one process of many. */
    @Benchmark
    public Plan changedProcess(Fleet fleet) {
        return fleet.plan(fleet.instances / 2);
    }

    /** A user has set another version of each. */
    @Benchmark
    public void allChanged(Fleet fleet, Blackhole end) {
        for (int n = 0; n < fleet.instances; n++) {
            end.consume(fleet.plan(n));
        }
    }

    /** One of many replicas has died. */
    @Benchmark
    public Plan deadReplica(Replicas replicas) {
        return replicas.plan(replicas.oneDead);
    }

    /** One more of many replicas is ready, in the middle of their replacement. */
    @Benchmark
    public Plan replacedReplica(Replicas replicas) {
        return replicas.planNext(replicas.halfReplaced);
    }
}

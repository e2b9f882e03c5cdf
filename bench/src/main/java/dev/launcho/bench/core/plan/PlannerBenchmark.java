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
 * A benchmark of plans after one change among many instances: of one process among many, or of one replica of a large process.
 * A further one changes every process; its cost should grow linearly with their number.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlannerBenchmark {
    /** Plans after a user has changed the version of one process among many. */
    @Benchmark
    public Plan changedProcess(Fleet fleet) {
        return fleet.plan(fleet.instances / 2);
    }

    /** Plans after a user has changed the version of every process. */
    @Benchmark
    public void allChanged(Fleet fleet, Blackhole end) {
        for (int n = 0; n < fleet.instances; n++) {
            end.consume(fleet.plan(n));
        }
    }

    /** Plans after one of many replicas has died. */
    @Benchmark
    public Plan deadReplica(Replicas replicas) {
        return replicas.plan(replicas.oneDead);
    }

    /** Plans after one more of many replicas is ready, in the middle of their replacement. */
    @Benchmark
    public Plan replacedReplica(Replicas replicas) {
        return replicas.planNext(replicas.halfReplaced);
    }
}

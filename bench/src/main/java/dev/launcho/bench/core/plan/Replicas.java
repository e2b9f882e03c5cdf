package dev.launcho.bench.core.plan;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.Planner;
import dev.launcho.core.plan.StateReducer;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A process with many replicas. */
@State(Scope.Benchmark)
public class Replicas {
    private static final String NAME = "web";

    @Param({"10", "100", "1000"})
    public int instances = 10;

    ProcessState oneDead = ProcessState.initial(NAME);
    ProcessState halfReplaced = ProcessState.initial(NAME);
    private DesiredState running = DesiredState.gone(NAME, Policy.DEFAULT);
    private DesiredState changed = running;

    @Setup(Level.Trial)
    public void run() {
        Policy d = Policy.DEFAULT;
        Policy policy =
                new Policy(instances, d.update(), d.restart(), d.minHealthy(), d.startTimeout(), d.drain(), d.stop());
        Version next = new Version("new");
        Goal old = new Goal(Past.OLD, policy, false);
        running = new DesiredState(NAME, old, old, true, policy);
        changed = new DesiredState(NAME, new Goal(next, policy, false), old, true, policy);

        ProcessState all = Past.ready(NAME, instances);
        InstanceId last = all.instances().get(instances - 1).id();
        oneDead = StateReducer.exited(all, last, Exit.of(Exit.Stage.COMMAND, 1), false, d.restart(), Past.NOW);

        ProcessState half = all.aimedAt(next);
        for (int n = 0; n < instances / 2; n++) {
            half = Past.ready(half, next, n, Past.NOW - 2_000)
                    .remove(all.instances().get(n).id());
        }
        halfReplaced = Past.ready(half, next, instances / 2, Past.NOW - 1_000);
    }

    Plan plan(ProcessState state) {
        return Planner.plan(running, state, Past.NOW);
    }

    Plan planNext(ProcessState state) {
        return Planner.plan(changed, state, Past.NOW);
    }
}

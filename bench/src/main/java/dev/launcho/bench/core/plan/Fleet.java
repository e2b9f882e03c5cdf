package dev.launcho.bench.core.plan;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.DependencyOrder;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.Planner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Processes with one ready instance each. A user has just changed all of them; each starts after the previous one. */
@State(Scope.Benchmark)
public class Fleet {
    @Param({"10", "100", "1000"})
    public int instances = 10;

    private final List<DesiredState> changed = new ArrayList<>();
    private final Map<String, DesiredState> desired = new LinkedHashMap<>();
    private final Map<String, ProcessState> states = new LinkedHashMap<>();

    @Setup(Level.Trial)
    public void deploy() {
        for (int n = 0; n < instances; n++) {
            String name = "p" + n;
            Policy policy = policy(n == 0 ? List.of() : List.of("p" + (n - 1)));
            Goal old = new Goal(Past.OLD, policy, false);
            desired.put(name, new DesiredState(name, old, old, true, policy));
            changed.add(new DesiredState(name, new Goal(new Version("new"), policy, false), old, true, policy));
            states.put(name, Past.ready(name, 1));
        }
    }

    private static Policy policy(List<String> after) {
        Policy d = Policy.DEFAULT;
        return new Policy(
                1, d.update(), d.restart(), Duration.ofSeconds(1), d.startTimeout(), d.drain(), d.stop(), after);
    }

    /** Plans a process as the reconciler does: finds the process that it waits for, then the actions. */
    Plan plan(int process) {
        DesiredState d = changed.get(process);
        String blocker = DependencyOrder.blocker(d, desired, states);
        return Planner.plan(d.blockedBy(blocker), states.get(d.process()), Past.NOW);
    }
}

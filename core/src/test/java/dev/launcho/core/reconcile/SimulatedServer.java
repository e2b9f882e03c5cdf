package dev.launcho.core.reconcile;

import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.Planner;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The real core of a server, stepped by the simulation: its thread, its clock and its ports are the caller's. */
public final class SimulatedServer {
    private static final ChangeAuthor SOMEBODY = new ChangeAuthor("ana@laptop", "127.0.0.1", "");

    private final ReconcilerControl control;
    private final RunningTime clock;

    /** See {@link Planner#plan}. */
    public interface Planning {
        Plan plan(DesiredState desired, ProcessState state, long now);
    }

    /** The rules that it follows; a test may plant a bug in them. */
    public record Twist(Planning planning, UnaryOperator<Routes> routing) {
        public static final Twist NONE = new Twist(Planner::plan, routes -> routes);

        DecisionRules rules() {
            return new DecisionRules(planning::plan, (intent, states, desired, now) -> {
                RouteBuilder.Result real = RouteBuilder.build(intent, states, desired, now);
                return new RouteBuilder.Result(routing.apply(real.routes()), real.wakeAt());
            });
        }
    }

    /** @param nanos of a monotonic clock, which goes on while the server stands still */
    public SimulatedServer(
            ReconcilerDependencies parts,
            PortFactory ports,
            InstantSource wall,
            LongSupplier nanos,
            RandomGenerator names,
            Twist twist)
            throws IOException {
        clock = new RunningTime(nanos);
        control = new ReconcilerControl(parts, ports, new ReconcilerControl.Chance(wall, clock, names, twist.rules()));
    }

    /** Takes what happened and does what is due; never waits. */
    public void step() {
        try {
            control.reconciler().step(0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Milliseconds of its own clock; reading it is what tells that the server runs. */
    public long clock() {
        return clock.getAsLong();
    }

    /** By its own clock. */
    public long dueAt() {
        return control.reconciler().nextWakeAt();
    }

    public ReconcilerSnapshot snapshot() {
        return control.snapshot();
    }

    public boolean finished() {
        return control.reconciler().finished();
    }

    /** @param expected the revision that its author has seen; empty for whichever there is */
    public void target(TargetReading reading, String text, OptionalLong expected) throws IOException {
        control.handler().target(reading, text, expected, SOMEBODY);
    }

    /** @param expected as for {@link #target} */
    public void secret(String name, String value, OptionalLong expected) throws IOException {
        control.handler().secret(name, value, expected, SOMEBODY);
    }

    /** @param expected as for {@link #target} */
    public void rollback(long revision, OptionalLong expected) throws IOException {
        control.handler().rollback(OptionalLong.of(revision), expected, SOMEBODY);
    }

    public void resourceStored() {
        control.handler().resourceStored();
    }

    public void restart(String process) throws IOException {
        control.handler().restart(process);
    }

    /** Holds the rollouts of a process, or lets them go on. */
    public void pause(String process, boolean now) throws IOException {
        if (now) {
            control.handler().pause(process, SOMEBODY);
        } else {
            control.handler().resume(process, SOMEBODY);
        }
    }

    public void restart(Instance instance) throws IOException {
        control.handler().restart(instance);
    }

    /** Everything is to leave. */
    public void stop() {
        control.updater().stop();
    }
}

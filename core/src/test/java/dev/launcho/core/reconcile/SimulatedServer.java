package dev.launcho.core.reconcile;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.Planner;
import dev.launcho.core.target.TargetReading;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The real core of a server, stepped by the simulation: its thread, its clock and its ports are the caller's. */
public final class SimulatedServer {
    private static final Who SOMEBODY = new Who("ana@laptop", "127.0.0.1", "");

    private final Control control;

    /** See {@link Planner#plan}. */
    public interface Planning {
        Plan plan(Desired desired, ProcessState state, long now);
    }

    /** The rules that it follows; a test may plant a bug in them. */
    public record Twist(Planning planning, UnaryOperator<Routes> routing) {
        public static final Twist NONE = new Twist(Planner::plan, routes -> routes);

        Rules rules() {
            return new Rules(planning::plan, (intent, states, desired, now) -> {
                RouteBuilder.Result real = RouteBuilder.build(intent, states, desired, now);
                return new RouteBuilder.Result(routing.apply(real.routes()), real.wakeAt());
            });
        }
    }

    /** @param clock monotonic, milliseconds */
    public SimulatedServer(
            Parts parts, PortFactory ports, InstantSource wall, LongSupplier clock, RandomGenerator names, Twist twist)
            throws IOException {
        control = new Control(parts, ports, new Control.Chance(wall, clock, names, twist.rules()));
    }

    /** Takes what happened and does what is due; never waits. */
    public void step() {
        try {
            control.reconciler().step(0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public long dueAt() {
        return control.reconciler().nextWakeAt();
    }

    public Snapshot snapshot() {
        return control.snapshot();
    }

    public boolean finished() {
        return control.reconciler().finished();
    }

    public void target(TargetReading reading, String text) throws IOException {
        control.desk().target(reading, text, OptionalLong.empty(), SOMEBODY);
    }

    public void secret(String name, String value) throws IOException {
        control.desk().secret(name, value, SOMEBODY);
    }

    public void rollback(long revision) throws IOException {
        control.desk().rollback(OptionalLong.of(revision), SOMEBODY);
    }

    public void resourceStored() {
        control.desk().resourceStored();
    }

    public void restart(String process) throws IOException {
        control.desk().restart(process);
    }

    public void restart(Instance instance) throws IOException {
        control.desk().restart(instance);
    }

    /** Everything is to leave. */
    public void stop() {
        control.aims().stop();
    }
}

package dev.launcho.core.plan;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One process as it stands at one instant, for a single plan: versions {@code v1}, {@code v2}; an instance of {@code v1} in
 * slot 0 is {@code v1-0}. Times are told as seconds ago. {@link Stage} lets time pass.
 */
final class Scene {
    static final long NOW = 1_000_000;

    private static final String NAME = "web";

    private ProcessState state = ProcessState.initial(NAME).moved(NOW);
    private Goal goal = Goal.NONE;
    private Goal fallback = Goal.NONE;
    private Policy policy = Policy.DEFAULT;
    private boolean kept = true;
    private boolean paused;
    private String blocked = "";

    /** Its target: this version; the policy is that of all that it does in place, too. */
    Scene wants(String version, Policy how) {
        return wants(new Goal(new Version(version), how, false));
    }

    Scene wants(Goal what) {
        goal = what;
        policy = what.policy();
        return this;
    }

    /** What served before, and is live. */
    Scene had(String version, Policy how) {
        fallback = new Goal(new Version(version), how, false);
        state = state.wentLive(fallback.version());
        return this;
    }

    Scene gaveUp(String version) {
        state = state.gaveUp(new Version(version), "exit 1");
        return this;
    }

    Scene notLive() {
        state = state.wentLive(Version.NONE);
        return this;
    }

    Scene leaves() {
        kept = false;
        return this;
    }

    Scene paused() {
        paused = true;
        return this;
    }

    Scene blocked() {
        blocked = "db";
        return this;
    }

    /** Nothing has moved since so many seconds. */
    Scene stuck(long seconds) {
        state = state.moved(ago(seconds));
        return this;
    }

    /** One that has been in its phase for a minute and a half: long enough to be stable. Launched then, too. */
    Scene has(String version, int slot, Phase phase) {
        return has(version, slot, phase, 90);
    }

    Scene has(String version, int slot, Phase phase, long seconds) {
        return has(version + "-" + slot, version, slot, phase, seconds, i -> i);
    }

    Scene has(String id, String version, int slot, Phase phase, long seconds, UnaryOperator<Instance> more) {
        Instance i = Instance.preparing(new InstanceId(id), NAME, new Version(version), slot, ago(seconds));
        boolean served = phase == Phase.UNREADY || phase == Phase.DRAINING;
        Instance running = phase == Phase.PREPARING ? i : i.running(7, Map.of());
        Instance before = served ? running.to(Phase.READY, ago(seconds)) : running;
        state = state.add(more.apply(phase == Phase.PREPARING ? before : before.to(phase, ago(seconds))));
        return this;
    }

    /** One that an earlier server started, and that has not yet answered this one. */
    Scene adopted(String version, int slot) {
        return adopted(version, slot, Phase.STARTING);
    }

    Scene adopted(String version, int slot, Phase phase) {
        return adopted(version, slot, phase, 0);
    }

    Scene adopted(String version, int slot, Phase phase, long seconds) {
        return adopted(version, slot, phase, seconds, i -> i);
    }

    Scene adopted(String version, int slot, Phase phase, long seconds, UnaryOperator<Instance> more) {
        InstanceId id = new InstanceId(version + "-" + slot);
        Instance taken = Instance.adopted(id, NAME, new Version(version), slot, 7, Map.of(), ago(seconds));
        state = state.add(more.apply(taken.to(phase, ago(seconds))));
        return this;
    }

    Scene slot(String version, int index, long firstLaunchSecondsAgo, UnaryOperator<Slot> more) {
        state = state.withSlot(more.apply(Slot.first(new Version(version), index, ago(firstLaunchSecondsAgo))));
        return this;
    }

    Plan plan() {
        return plan(NOW);
    }

    Plan plan(long now) {
        DesiredState d = new DesiredState(NAME, goal, fallback, kept, policy, blocked, paused);
        return Planner.plan(d, state, now);
    }

    /** What is to be done, in words. */
    List<String> does() {
        return plan().actions().stream().map(Scene::words).toList();
    }

    /** Seconds until it has to be looked at again; -1 for never. */
    double looksAgainIn() {
        long at = plan().wakeAt();
        return at == Plan.NEVER ? -1 : (at - NOW) / 1_000.0;
    }

    private static String words(Action action) {
        if (action instanceof Action.Launch a) {
            return "launch " + a.version() + "-" + a.slot();
        } else if (action instanceof Action.Retire a) {
            return (a.fault() ? "fail and retire " : "retire ") + a.id() + ": " + a.why();
        } else if (action instanceof Action.Signal a) {
            return (a.fault() ? "fail " : "signal ") + a.id() + ": " + a.why();
        } else if (action instanceof Action.Kill a) {
            return "kill " + a.id();
        } else if (action instanceof Action.Forget a) {
            return "forget " + a.id();
        } else if (action instanceof Action.GiveUp a) {
            return "give up " + a.version() + ": " + a.cause();
        } else if (action instanceof Action.GoLive a) {
            return "live " + a.version();
        }
        throw new AssertionError(action);
    }

    static long ago(long seconds) {
        return NOW - seconds * 1_000;
    }

    /** Its slot may be launched in so many seconds. */
    static UnaryOperator<Slot> backsOff(long seconds) {
        return slot -> slot.failed(2, NOW + seconds * 1_000, "exit 1");
    }

    static Policy startTimeout(int replicas, long seconds) {
        return Policies.timed(replicas, Policy.DEFAULT.minHealthy(), Duration.ofSeconds(seconds));
    }
}

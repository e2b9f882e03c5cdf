package dev.launcho.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.Action;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.plan.Planner;
import dev.launcho.core.reconcile.SimulatedServer.Planning;
import dev.launcho.core.reconcile.SimulatedServer.Twist;
import dev.launcho.core.simulation.Incident.Kind;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** For each promise a bug that breaks it: the simulation has to see it, and by its right name. */
class PlantedBugTest {
    /** So many stories have to be enough to meet it. */
    private static final int STORIES = 40;

    /** So many for one that takes an incident of one kind, and some luck. */
    private static final int MANY_STORIES = 400;

    @Test
    void handover_signalledWhileItServes_isSeen() {
        seen(
                "ordered handover",
                each((state, action) -> action instanceof Action.Retire r
                        ? List.of(new Action.Signal(r.process(), r.id(), r.why(), false))
                        : List.of(action)));
    }

    @Test
    void handover_trafficToAnothersPort_isSeen() {
        seen("ordered handover", new Twist(Planner::plan, PlantedBugTest::withPortsMixedUp));
    }

    @Test
    void closed_notOpenedAgain_isSeen() {
        seen("closed services", Flaw.LEAVES_CLOSED);
    }

    @Test
    void closed_beforeTheHoldIsOver_isSeen() {
        seen("closed services", Flaw.CLOSES_AT_ONCE);
    }

    @Test
    void floor_oneOldRetiredWithTheFirstNew_isSeen() {
        seen(
                "availability floor",
                each((state, action) ->
                        action instanceof Action.Launch l ? withOneRetired(state, l) : List.of(action)));
    }

    @Test
    void floor_readyInstanceLeftOutOfTheTable_isSeen() {
        seen("availability floor", new Twist(Planner::plan, PlantedBugTest::withOneAtMost));
    }

    @Test
    void floor_oneOfTheSameVersionRetiredWhileRecreating_isSeen() {
        seen(
                "availability floor",
                retiring((desired, state, i) -> desired.policy().update() == Policy.Update.RECREATE
                        && i.version().equals(desired.goal().version())
                        && state.instances().stream().anyMatch(other -> other.phase() == Phase.STARTING)));
    }

    @Test
    void floor_restartedInstanceLeavesBeforeItsReplacement_isSeen() {
        seen(
                "availability floor",
                retiring(
                        (desired, state, i) -> i.condemned() && desired.policy().update() == Policy.Update.SURGE));
    }

    @Test
    void floor_restartedProcessLeavesBeforeItsReplacement_isSeen() {
        seen(
                "availability floor",
                retiring((desired, state, i) -> desired.policy().update() == Policy.Update.SURGE
                        && !i.version().equals(desired.goal().version())
                        && desired.fallback().version().equals(i.version())));
    }

    @Test
    void twin_launchedTwice_isSeen() {
        seen("no twin", each((state, action) -> action instanceof Action.Launch l ? List.of(l, l) : List.of(action)));
    }

    @Test
    void orphan_forgottenWhileItRuns_isSeen() {
        seen(
                "no orphan",
                each((state, action) -> action instanceof Action.Kill k
                        ? List.of(k, new Action.Forget(k.process(), k.id()))
                        : List.of(action)));
    }

    @Test
    void peace_adoptedStartedAnew_isSeen() {
        Planning distrustful = (desired, state, now) -> {
            Plan plan = Planner.plan(desired, state, now);
            List<Action> actions = new ArrayList<>(plan.actions());
            state.instances().stream()
                    .filter(i -> i.adopted() && i.phase() == Phase.STARTING)
                    .forEach(i -> actions.add(new Action.Signal(state.name(), i.id(), "not ours", false)));
            return new Plan(actions, plan.wakeAt());
        };
        seen("left in peace", new Twist(distrustful, routes -> routes));
    }

    @Test
    void unbounded_relaunchedWithoutPause_isSeen() {
        Planning hasty = (desired, state, now) -> {
            ProcessState forgetful = state;
            for (var slot : state.slots()) {
                if (!slot.completed()) {
                    forgetful = forgetful.withSlot(slot.failed(slot.failures(), now, slot.problem()));
                }
            }
            return Planner.plan(desired, forgetful, now);
        };
        seen("nothing unbounded", new Twist(hasty, routes -> routes));
    }

    @Test
    void lost_acknowledgedAndNotWritten_isSeen() {
        seen("nothing lost", Flaw.LOSES_TARGETS);
    }

    @Test
    void once_doneIsStartedAnew_isSeen() {
        seen("runs once", forgetting((desired, slot) -> slot.completed()));
    }

    @Test
    void once_nextServerKnowsNothingOfIt_isSeen() {
        seen("runs once", Flaw.FORGETS_WHAT_IS_DONE);
    }

    @Test
    void convergence_neverKilled_isSeen() {
        seen("convergence", each((state, action) -> action instanceof Action.Kill ? List.of() : List.of(action)));
    }

    @Test
    void convergence_neverLive_isSeen() {
        seen("convergence", each((state, action) -> action instanceof Action.GoLive ? List.of() : List.of(action)));
    }

    private interface Choice {
        boolean falls(DesiredState desired, ProcessState state, Instance instance);
    }

    /** Whichever of those that are ready it falls on has to leave at once. */
    private static Twist retiring(Choice choice) {
        Planning planning = (desired, state, now) -> {
            Plan plan = Planner.plan(desired, state, now);
            List<Action> actions = new ArrayList<>(plan.actions());
            state.instances().stream()
                    .filter(i -> i.phase() == Phase.READY && choice.falls(desired, state, i))
                    .map(i -> new Action.Retire(state.name(), i.id(), "too early"))
                    .filter(retire -> !actions.contains(retire))
                    .forEach(actions::add);
            return new Plan(actions, plan.wakeAt());
        };
        return new Twist(planning, routes -> routes);
    }

    /** What is known of some of the wanted copies is forgotten. */
    private static Twist forgetting(BiPredicate<DesiredState, Slot> which) {
        Planning planning = (desired, state, now) -> {
            ProcessState less = state;
            for (Slot slot : state.slots()) {
                if (which.test(desired, slot)) {
                    less = less.withSlot(Slot.first(slot.version(), slot.index(), now));
                }
            }
            return Planner.plan(desired, less, now);
        };
        return new Twist(planning, routes -> routes);
    }

    private interface Bug {
        List<Action> instead(ProcessState state, Action action);
    }

    private static Twist each(Bug bug) {
        Planning planning = (desired, state, now) -> {
            Plan plan = Planner.plan(desired, state, now);
            List<Action> actions = new ArrayList<>();
            plan.actions().forEach(action -> actions.addAll(bug.instead(state, action)));
            return new Plan(actions, plan.wakeAt() <= now ? now + 1 : plan.wakeAt());
        };
        return new Twist(planning, routes -> routes);
    }

    /** Before the new one is ready. */
    private static List<Action> withOneRetired(ProcessState state, Action.Launch launch) {
        List<Action> actions = new ArrayList<>(List.of(launch));
        state.instances().stream()
                .filter(i -> i.phase() == Phase.READY && i.version().equals(state.live()))
                .filter(i -> !i.version().equals(launch.version()))
                .limit(1)
                .forEach(i -> actions.add(new Action.Retire(state.name(), i.id(), "too early")));
        return actions;
    }

    private static Routes withPortsMixedUp(Routes routes) {
        return backends(
                routes,
                all -> all.stream()
                        .map(b -> new Routes.Backend(
                                b.instance(),
                                new HostPort(b.address().host(), b.address().port() + 1),
                                b.rotation()))
                        .toList());
    }

    private static Routes withOneAtMost(Routes routes) {
        return backends(routes, all -> all.subList(0, Math.min(1, all.size())));
    }

    private static Routes backends(Routes routes, Function<List<Routes.Backend>, List<Routes.Backend>> how) {
        return new Routes(routes.services().stream()
                .map(s ->
                        new Routes.Service(s.name(), s.on(), how.apply(s.backends()), s.hold(), s.spread(), s.rules()))
                .toList());
    }

    // What only one kind of incident shows.

    @Test
    void clock_serverGoesByTheWallClock_isSeenWhereThatIsSet() {
        seenOnlyWith(Kind.CLOCK, "convergence", Flaw.CLOCK_IS_THE_WALLS);
    }

    @Test
    void disk_staysFullForTheServer_isSeenWhereItHasBeenFull() {
        seenOnlyWith(Kind.FILL_DISK, "convergence", Flaw.STAYS_FULL);
    }

    @Test
    void probe_startTimeoutWaitsForAnAnswer_isSeenWhereThereIsNone() {
        Twist twist = each((state, action) -> action instanceof Action.Signal s
                        && s.fault()
                        && state.instance(s.id()).map(i -> i.probe().isEmpty()).orElse(false)
                ? List.of()
                : List.of(action));
        seenOnlyWith(Kind.MUTE, "convergence", story -> Verdict.of(story, twist));
    }

    @Test
    void shim_whatItLeavesBehindRunsOn_isSeenWhereItIsKilled() {
        seenOnlyWith(Kind.KILL_SHIM, "no orphan", Flaw.LEAVES_WHAT_LOST_ITS_SHIM);
    }

    @Test
    void shim_unknownStatusIsAGoodOne_isSeenWhereItIsKilled() {
        seenOnlyWith(Kind.KILL_SHIM, "runs once", Flaw.UNKNOWN_STATUS_IS_GOOD);
    }

    @Test
    void users_secondOverwritesWhatItHasNotSeen_isSeenWhereThereAreTwo() {
        seenOnlyWith(Kind.TWO_USERS, "no lost update", Flaw.IGNORES_EXPECTATIONS);
    }

    @Test
    void job_thatHadEndedIsTakenForStopped_isSeenWhereTheServerStoodStill() {
        seenOnlyWith(Kind.END_IN_STALL, "runs once", Flaw.ASKS_THE_DEAD);
    }

    private static void seenOnlyWith(Kind kind, String invariant, Flaw flaw) {
        seenOnlyWith(kind, invariant, story -> verdict(story, flaw));
    }

    /** Of the stories up to the first that shows it, none does without these incidents. */
    private static void seenOnlyWith(Kind kind, String invariant, Function<Story, Optional<Violation>> told) {
        boolean seen = false;
        for (long seed = 0; seed < MANY_STORIES && !seen; seed++) {
            Story story = Story.of(seed);
            assertThat(told.apply(story.without(kind)))
                    .as("seed %d without %s", seed, kind)
                    .isEmpty();
            seen = told.apply(story)
                    .filter(v -> v.invariant().equals(invariant))
                    .isPresent();
        }
        assertThat(seen).isTrue();
    }

    private static Optional<Violation> verdict(Story story, Flaw flaw) {
        try {
            Teller.tell(story, flaw);
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(e);
        }
    }

    private static void seen(String invariant, Twist twist) {
        seen(invariant, story -> Verdict.of(story, twist));
    }

    private static void seen(String invariant, Flaw flaw) {
        seen(invariant, story -> verdict(story, flaw));
    }

    /** Bugs may break more than one promise, and which comes first is up to the story. */
    private static void seen(String invariant, Function<Story, Optional<Violation>> told) {
        Set<String> broken = new TreeSet<>();
        for (long seed = 0; seed < STORIES && !broken.contains(invariant); seed++) {
            told.apply(Story.of(seed)).ifPresent(v -> broken.add(v.invariant()));
        }
        assertThat(broken).contains(invariant);
    }
}

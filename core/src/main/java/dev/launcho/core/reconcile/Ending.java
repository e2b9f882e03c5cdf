package dev.launcho.core.reconcile;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.logs.Repeats;
import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.Hint;
import dev.launcho.core.plan.Order;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.store.Revision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sees when a rollout has ended, and collects what its author wants to know then. */
final class Ending {
    private static final int LOG_LINES = 10;

    /** What a program lacks it says before it tells where in itself it was. */
    private static final int HINT_LINES = 100;
    /** Milliseconds between looks whether the last connections are counted. */
    private static final long LOOK_AGAIN = 20;

    private final World world;
    private final RolloutLog rollouts;
    private final Receipt receipt;
    private final LogSpool logs;
    private final ProcessHost host;
    private final Memory memory;
    private final InstantSource wall;
    private final Map<String, Evidence> evidence = new HashMap<>();
    private long wakeAt = Plan.NEVER;

    Ending(
            World world,
            RolloutLog rollouts,
            Receipt receipt,
            LogSpool logs,
            ProcessHost host,
            Memory memory,
            InstantSource wall) {
        this.wall = wall;
        this.world = world;
        this.rollouts = rollouts;
        this.receipt = receipt;
        this.logs = logs;
        this.host = host;
        this.memory = memory;
    }

    /** What was seen of an instance that never got ready, when its version was given up; {@code before} still ran, or not. */
    private record Evidence(
            InstanceId id,
            String end,
            boolean before,
            String probe,
            Map<String, Integer> given,
            List<Integer> listens) {}

    void begin(long revision, java.util.Set<String> processes, long now) {
        rollouts.current()
                .filter(before ->
                        before.revision() != revision && !before.outcome().ended())
                .ifPresent(before -> end(
                        before.revision(), RolloutOutcome.SUPERSEDED, "superseded by revision " + revision, List.of()));
        evidence.clear();
        receipt.begin(now);
        rollouts.begin(revision, processes);
    }

    /** A process has left; where only the server stops, what is known of it is kept for the next start. */
    void dropped(String process) {
        if (world.intent.process(process).isEmpty()) {
            memory.change(s -> s.without(process));
        }
    }

    /** When to look though nothing happens. */
    long wakeAt() {
        return wakeAt;
    }

    void look(long now) {
        wakeAt = Plan.NEVER;
        Optional<RolloutLog.Rollout> current = rollouts.current();
        if (current.isEmpty() || current.get().outcome().ended()) {
            return;
        }
        RolloutLog.Rollout rollout = current.get();
        Verdict verdict = Verdict.of(world, rollout.processes());
        if (verdict.outcome() != RolloutOutcome.LIVE) {
            receipt.notLive();
        }
        switch (verdict.outcome()) {
            case LIVE -> {
                if (receipt.live(now)) {
                    end(rollout.revision(), RolloutOutcome.LIVE, receipt.summary(rollout.revision()), List.of());
                } else {
                    wakeAt = now + LOOK_AGAIN;
                }
            }
            case FAILED ->
                end(
                        rollout.revision(),
                        RolloutOutcome.FAILED,
                        failure(rollout.revision(), verdict),
                        causes(verdict.process()));
            case WAITING, RUNNING -> rollouts.stands(verdict.outcome(), waits(verdict));
            case SUPERSEDED -> {}
        }
    }

    /** Written down before it is told: who was told of it finds it in the history. */
    private void end(long revision, RolloutOutcome outcome, String summary, List<String> causes) {
        memory.ended(revision, new Revision.End(outcome, wall.instant(), summary, causes));
        rollouts.end(outcome, summary, causes);
    }

    private List<String> waits(Verdict verdict) {
        List<String> waits = new ArrayList<>();
        if (verdict.outcome() == RolloutOutcome.WAITING) {
            world.intent.processes().forEach((name, p) -> p.waits().forEach(w -> waits.add(name + ": " + w)));
            world.desired.forEach((name, d) -> {
                String blocker = d.kept() ? Order.blocker(d, world.desired, world.states) : "";
                if (!blocker.isEmpty()) {
                    waits.add(name + ": " + blocker + " is not ready");
                }
            });
        }
        return waits;
    }

    private String failure(long revision, Verdict verdict) {
        String serves = "";
        Desired d = world.desired.get(verdict.process());
        if (d != null
                && d.fallback().exists()
                && !d.fallback().version().equals(d.goal().version())) {
            serves = "; " + fallback(d, revision);
        }
        String subject = verdict.process().isEmpty() ? "" : verdict.process() + " ";
        return "revision " + revision + ": " + subject + verdict.cause() + serves;
    }

    /** What there is instead of what failed: {@code revision 41 still serves 2/2}. */
    private String fallback(Desired d, long failed) {
        Version version = d.fallback().version();
        long ready = world.state(d.process()).instances().stream()
                .filter(i -> i.version().equals(version) && i.phase() == Phase.READY)
                .count();
        boolean serves = world.specs
                .get(d.process(), version)
                .filter(spec -> !spec.receives().isEmpty())
                .isPresent();
        // A later revision that went live as a whole has this version too.
        long revision = memory.history().stream()
                .filter(h -> h.number() < failed && h.end().outcome() == RolloutOutcome.LIVE)
                .mapToLong(Revision.Head::number)
                .reduce(memory.state().process(d.process()).liveRevision(), Math::max);
        return "revision " + revision + " still " + (serves ? "serves " : "runs ") + ready + "/"
                + d.fallback().policy().replicas();
    }

    /** To be called when a process is given up, while its failing instance is still there. */
    void collect(String process) {
        ProcessState s = world.state(process);
        for (Instance i : s.instances()) {
            if (!i.served() && i.version().equals(s.failed())) {
                List<Integer> listens = i.phase() == Phase.EXITED ? List.of() : host.listening(i.id());
                boolean before = i.phase() != Phase.EXITED && !host.runningFor(i.id(), 0);
                boolean started = i.phase() == Phase.EXITED ? i.exit().stage() == Exit.Stage.COMMAND : !before;
                // Until its command runs nobody can answer.
                String probe = started ? i.probe() : "";
                evidence.put(process, new Evidence(i.id(), end(s, i), before, probe, i.ports(), listens));
            }
        }
    }

    private static String end(ProcessState s, Instance i) {
        return i.phase() == Phase.EXITED
                ? i.exit().describe()
                : s.slot(i.version(), i.slot()).map(Slot::problem).orElse("");
    }

    private List<String> causes(String process) {
        List<String> causes = new ArrayList<>();
        Evidence known = evidence.get(process);
        if (known == null) {
            return causes;
        }
        if (known.before()) {
            causes.add(known.id() + ": `before` had not ended; if it only needs longer, raise start_timeout");
        }
        // Of one that has ended it is no news that it had not run for long enough.
        if (!known.probe().isEmpty() && (known.end().isEmpty() || !known.given().isEmpty())) {
            causes.add(known.id() + ": last probe: " + known.probe());
        }
        List<String> seenLines = logs.last(process, known.id(), HINT_LINES);
        List<String> last = Repeats.last(seenLines, LOG_LINES);
        if (last.isEmpty()) {
            causes.add(known.id() + " has logged nothing");
        } else {
            causes.add("last lines of its log (launcho logs " + known.id() + "):");
            last.forEach(line -> causes.add("  " + line));
        }
        Hint.Symptoms seen = new Hint.Symptoms(
                known.id().name(), known.end(), known.probe(), known.given(), known.listens(), seenLines);
        Hint.of(seen).forEach(hint -> causes.add("hint: " + hint));
        return causes;
    }
}

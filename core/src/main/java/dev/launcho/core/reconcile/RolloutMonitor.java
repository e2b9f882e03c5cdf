package dev.launcho.core.reconcile;

import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.logs.LineCollapser;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.memory.RolloutLog;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.DependencyOrder;
import dev.launcho.core.plan.NextStepHint;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.store.Revision;
import dev.launcho.core.text.StatusCodes;
import dev.launcho.core.traffic.ConnectionSummary;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The monitor of a rollout: it detects the end and collects the causes of a failure. The reconciler's thread only. */
final class RolloutMonitor {
    private static final int LOG_LINES = 10;

    /** More than {@link #LOG_LINES}: a program names a missing dependency before its stack trace. */
    private static final int HINT_LINES = 100;
    /** Milliseconds between checks whether the last connections are counted. */
    private static final long LOOK_AGAIN = 20;

    private final ReconcilerState world;
    private final RolloutLog rollouts;
    private final ConnectionSummary summary;
    private final LogSpool logs;
    private final ProcessHost host;
    private final PersistedState memory;
    private final InstantSource wall;
    private final Map<String, Evidence> evidence = new HashMap<>();
    private Set<String> touchedServices = Set.of();
    private long wakeAt = Plan.NEVER;

    RolloutMonitor(
            ReconcilerState world,
            RolloutLog rollouts,
            ConnectionSummary summary,
            LogSpool logs,
            ProcessHost host,
            PersistedState memory,
            InstantSource wall) {
        this.wall = wall;
        this.world = world;
        this.rollouts = rollouts;
        this.summary = summary;
        this.logs = logs;
        this.host = host;
        this.memory = memory;
    }

    /**
     * The symptoms of an instance that never got ready, taken when its version was given up.
     *
     * @param before whether its {@code before} script still ran
     */
    private record Evidence(InstanceId id, boolean before, NextStepHint.Symptoms seen) {}

    /**
     * Begins the rollout of a change. An unfinished one of another revision is superseded: the new one also watches the
     * versions that are on their way. One of the same revision, as of a restart in its middle, goes on with what both touch. To be called
     * before the change is in force.
     *
     * @param processes that the change touches
     * @param services that the change touches
     * @return what the change does not touch and its rollout watches all the same
     */
    List<AffectedSubject> begin(long revision, Set<String> processes, Set<String> services, long now) {
        Optional<RolloutProgress> unfinished =
                rollouts.current().filter(before -> !before.outcome().ended());
        boolean joins =
                unfinished.filter(before -> before.revision() == revision).isPresent();
        Set<String> watched = new HashSet<>(processes);
        List<AffectedSubject> continued = new ArrayList<>();
        if (joins) {
            evidence.keySet().removeAll(processes);
            Set<String> both = new HashSet<>(touchedServices);
            both.addAll(services);
            touchedServices = Set.copyOf(both);
        } else {
            unfinished.ifPresent(before -> {
                Set<String> rolling = rolling(before.processes());
                rolling.removeAll(processes);
                rolling.forEach(name -> continued.add(AffectedSubject.continued(name, before.revision())));
                watched.addAll(rolling);
                end(before.revision(), RolloutOutcome.SUPERSEDED, "superseded by revision " + revision, List.of());
            });
            evidence.clear();
            summary.begin(now);
            touchedServices = Set.copyOf(services);
        }
        rollouts.begin(revision, watched);
        return continued;
    }

    /**
     * Returns those of the processes whose new version is on its way, so that it ends up live or given up. What is live can't be
     * given up any more. What waits (for a secret, another process, its user) may do so for ever, and with it each later change.
     */
    private Set<String> rolling(Set<String> processes) {
        Set<String> rolling = new LinkedHashSet<>();
        world.intent.processes().forEach((name, p) -> {
            boolean waits = p.version().equals(Version.NONE) || world.paused.contains(name);
            boolean live = world.state(name).live().equals(p.version());
            if (processes.contains(name) && !waits && !live && isRunning(name)) {
                rolling.add(name);
            }
        });
        return rolling;
    }

    private boolean isRunning(String process) {
        return RolloutStatus.of(world, Set.of(process), Set.of()).outcome() == RolloutOutcome.RUNNING;
    }

    /** Drops the saved state of a process that has left the target. If only the server stops, the state is kept. */
    void dropped(String process) {
        if (world.intent.process(process).isEmpty()) {
            memory.change(s -> s.without(process));
            world.paused.remove(process);
        }
    }

    /** Returns when to look again even if nothing happens. */
    long wakeAt() {
        return wakeAt;
    }

    void look(long now) {
        wakeAt = Plan.NEVER;
        Optional<RolloutProgress> current = rollouts.current();
        // A stop of the server does not end a rollout: the next server continues it.
        if (world.stopping || current.isEmpty() || current.get().outcome().ended()) {
            return;
        }
        RolloutProgress rollout = current.get();
        RolloutStatus verdict = RolloutStatus.of(world, rollout.processes(), touchedServices);
        if (verdict.outcome() != RolloutOutcome.LIVE) {
            summary.notLive();
        }
        switch (verdict.outcome()) {
            case LIVE -> {
                if (summary.live(now)) {
                    end(rollout.revision(), RolloutOutcome.LIVE, summary.summary(rollout.revision()), List.of());
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

    /** Ends a rollout. The end is saved before it is reported, so that its readers find it in the history. */
    private void end(long revision, RolloutOutcome outcome, String text, List<String> causes) {
        memory.ended(revision, new Revision.End(outcome, wall.instant(), text, causes));
        rollouts.end(outcome, text, causes);
    }

    private List<String> waits(RolloutStatus verdict) {
        List<String> waits = new ArrayList<>();
        if (verdict.outcome() == RolloutOutcome.WAITING) {
            world.intent.processes().forEach((name, p) -> p.waits().forEach(w -> waits.add(name + ": " + w)));
            world.desired.forEach((name, d) -> {
                String blocker = d.kept() ? DependencyOrder.blocker(d, world.desired, world.states) : "";
                if (!blocker.isEmpty()) {
                    waits.add(name + ": " + blocker + " is not ready");
                }
            });
        }
        return waits;
    }

    private String failure(long revision, RolloutStatus verdict) {
        String serves = "";
        DesiredState d = world.desired.get(verdict.process());
        if (d != null
                && d.fallback().exists()
                && !d.fallback().version().equals(d.goal().version())) {
            serves = "; " + fallback(d, revision);
        }
        String subject = verdict.process().isEmpty() ? "" : verdict.process() + " ";
        return "revision " + revision + ": " + subject + verdict.cause() + serves;
    }

    /** Returns what runs in the place of a failed version: {@code revision 41 still serves 2/2}. */
    private String fallback(DesiredState d, long failed) {
        Version version = d.fallback().version();
        long ready = world.state(d.process()).instances().stream()
                .filter(i -> i.version().equals(version) && i.phase() == Phase.READY)
                .count();
        boolean serves = world.specs
                .get(d.process(), version)
                .filter(process -> !process.spec().receives().isEmpty())
                .isPresent();
        // A later revision that went live as a whole has this version too.
        long revision = memory.history().stream()
                .filter(h -> h.number() < failed && h.end().outcome() == RolloutOutcome.LIVE)
                .mapToLong(Revision.Head::number)
                .reduce(memory.state().process(d.process()).liveRevision(), Math::max);
        return "revision " + revision + " still " + (serves ? "serves " : "runs ") + ready + "/"
                + d.fallback().policy().replicas();
    }

    /** Collects the symptoms when a process is given up, while its failing instance still exists. */
    void collect(String process) {
        ProcessState s = world.state(process);
        for (Instance i : s.instances()) {
            if (!i.served() && i.version().equals(s.failed())) {
                List<Integer> listens = i.phase() == Phase.EXITED ? List.of() : host.listening(i.id());
                boolean before = i.phase() != Phase.EXITED && !host.runningFor(i.id(), 0);
                boolean started = i.phase() == Phase.EXITED ? i.exit().stage() == Exit.Stage.COMMAND : !before;
                // Before its command runs, nothing can answer a probe.
                ProbeResult probe = started ? i.probe() : ProbeResult.NONE;
                StatusCodes healthy = world.specs
                        .get(process, i.version())
                        .map(spec -> spec.spec().probe().http().healthy())
                        .orElse(StatusCodes.USUAL);
                NextStepHint.Symptoms seen = new NextStepHint.Symptoms(
                        i.id().name(), end(s, i), probe, healthy, i.ports(), listens, List.of());
                evidence.put(process, new Evidence(i.id(), before, seen));
            }
        }
    }

    private static Optional<Exit> end(ProcessState s, Instance i) {
        return i.phase() == Phase.EXITED
                ? Optional.of(i.exit())
                : s.slot(i.version(), i.slot()).flatMap(Slot::end);
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
        // If the instance has ended and has no ports, its probe only says that it had not run for long enough.
        NextStepHint.Symptoms seen = known.seen();
        if (!seen.probe().isEmpty() && (seen.end().isEmpty() || !seen.given().isEmpty())) {
            causes.add(known.id() + ": last probe: " + seen.probe().sentence());
        }
        List<String> seenLines = logs.last(process, known.id(), HINT_LINES);
        List<String> last = LineCollapser.last(seenLines, LOG_LINES);
        if (last.isEmpty()) {
            boolean removed = logs.isRemoved(process, known.id());
            causes.add(known.id() + (removed ? ": " + LogSpool.REMOVED : " has logged nothing"));
        } else {
            causes.add("last lines of its log (launcho logs " + known.id() + "):");
            logs.loss(process, known.id()).ifPresent(loss -> causes.add("  " + loss.sentence()));
            last.forEach(line -> causes.add("  " + line));
        }
        NextStepHint.of(seen.with(seenLines)).forEach(hint -> causes.add("hint: " + hint));
        return causes;
    }
}

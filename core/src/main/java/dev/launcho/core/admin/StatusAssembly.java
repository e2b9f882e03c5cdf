package dev.launcho.core.admin;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Slot;
import dev.launcho.core.model.Version;
import dev.launcho.core.plan.DependencyOrder;
import dev.launcho.core.plan.FallbackText;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.traffic.ListeningState;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A maker of the status view from a snapshot and the balancer's counters. Pure, but for reads of host and logs. */
record StatusAssembly(
        ReconcilerSnapshot snapshot,
        TrafficCounters counters,
        Instant wall,
        long now,
        ProcessHost host,
        LogSpool logs) {
    private static final Set<String> WELL = Set.of("ok", "completed");

    List<StatusView.Process> processes() {
        List<StatusView.Process> all = new ArrayList<>();
        snapshot.desired().values().forEach(d -> all.add(process(d)));
        return all;
    }

    /** Reads neither host nor logs. */
    WellnessView wellness() {
        Set<String> unwell = new HashSet<>();
        Set<String> unserved = new HashSet<>();
        for (DesiredState d : snapshot.desired().values()) {
            ProcessState s = snapshot.states().getOrDefault(d.process(), ProcessState.initial(d.process()));
            Goal wanted = FallbackText.wanted(d, s);
            boolean waits = s.slots().stream().anyMatch(slot -> waits(slot, wanted, s));
            if (waits || !WELL.contains(state(d, s, ready(s)))) {
                unwell.add(d.process());
                if (waits || !d.kept() || wanted.equals(d.goal()) || !serves(wanted, s)) {
                    unserved.add(d.process());
                }
            }
        }
        return new WellnessView(snapshot.intent().revision(), unwell, unserved);
    }

    private static boolean serves(Goal goal, ProcessState s) {
        return s.instances().stream()
                        .filter(i -> i.phase() == Phase.READY && i.version().equals(goal.version()))
                        .count()
                >= goal.policy().replicas();
    }

    private static int ready(ProcessState s) {
        return (int)
                s.instances().stream().filter(i -> i.phase() == Phase.READY).count();
    }

    private StatusView.Process process(DesiredState d) {
        ProcessState s = snapshot.states().getOrDefault(d.process(), ProcessState.initial(d.process()));
        int ready = ready(s);
        int wanted = d.kept() ? d.policy().replicas() : 0;
        List<StatusView.Instance> instances = s.instances().stream()
                .filter(i -> i.phase() != Phase.EXITED)
                .map(i -> instance(i, s))
                .toList();
        return new StatusView.Process(
                d.process(),
                state(d, s, ready),
                ready,
                wanted,
                withRemarks(d, detail(d, s)),
                instances,
                failing(d, s),
                d.kept() ? d.goal().version().hash() : "");
    }

    /** Returns the last ended instance of a process, if a slot waits for its next launch. */
    private Optional<StatusView.Failing> failing(DesiredState d, ProcessState s) {
        return s.slots().stream()
                .filter(slot -> waits(slot, FallbackText.wanted(d, s), s))
                .min(Comparator.comparingLong(Slot::notBefore))
                .map(slot -> {
                    Optional<LogSpool.Entry> last = logs.of(d.process()).stream()
                            .filter(log -> s.instance(log.instance()).isEmpty())
                            .reduce((first, second) -> second);
                    return new StatusView.Failing(
                            last.map(log -> log.instance().name()).orElse(""),
                            slot.problem(),
                            slot.failures(),
                            wall.plusMillis(slot.notBefore() - now),
                            last.map(log -> lastLine(d.process(), log.instance()))
                                    .orElse(""));
                });
    }

    private String lastLine(String process, InstanceId id) {
        List<String> last = logs.last(process, id, 1);
        return last.isEmpty() ? "" : last.get(0).strip();
    }

    /** Adds lasting remarks: limits of the target that are not enforced, and a user's pause of the rollouts. */
    private String withRemarks(DesiredState d, String detail) {
        List<String> lines = new ArrayList<>();
        if (!detail.isEmpty()) {
            lines.add(detail);
        }
        if (d.paused()) {
            lines.add("paused, launcho resume " + d.process() + " continues its rollouts");
        }
        snapshot.intent().target().process(d.process()).ifPresent(spec -> lines.addAll(host.unenforced(spec.limits())));
        return String.join("; ", lines);
    }

    private String state(DesiredState d, ProcessState s, int ready) {
        if (!d.kept()) {
            return "leaving";
        }
        if (!d.goal().exists()) {
            return "waiting";
        }
        if (s.failed().equals(d.goal().version())) {
            return "failed";
        }
        if (ready == 0 && !blocker(d).isEmpty()) {
            return "waiting";
        }
        if (backingOff(d.goal(), s)) {
            return "backoff";
        }
        if (completed(d.goal(), s)) {
            return badEnd(d.goal(), s).isEmpty() ? "completed" : "failed";
        }
        if (!s.live().equals(d.goal().version())) {
            return s.live().equals(Version.NONE) ? "starting" : "rolling";
        }
        return ready >= d.policy().replicas() ? "ok" : ready > 0 ? "degraded" : "starting";
    }

    private String blocker(DesiredState d) {
        return d.kept() ? DependencyOrder.blocker(d, snapshot.desired(), snapshot.states()) : "";
    }

    private static boolean completed(Goal goal, ProcessState s) {
        return goal.policy().replicas() > 0
                && s.slots().stream()
                                .filter(slot ->
                                        slot.completed() && slot.version().equals(goal.version()))
                                .count()
                        >= goal.policy().replicas();
    }

    private static Optional<String> badEnd(Goal goal, ProcessState s) {
        return s.slots().stream()
                .filter(slot -> slot.endedBadly() && slot.version().equals(goal.version()))
                .map(Slot::problem)
                .findFirst();
    }

    private boolean backingOff(Goal goal, ProcessState s) {
        return s.slots().stream().anyMatch(slot -> waits(slot, goal, s));
    }

    private boolean waits(Slot slot, Goal goal, ProcessState s) {
        return slot.version().equals(goal.version())
                && !slot.completed()
                && slot.notBefore() > now
                && s.instances().stream()
                        .noneMatch(i -> i.slot() == slot.index()
                                && i.version().equals(slot.version())
                                && i.phase().active());
    }

    private String detail(DesiredState d, ProcessState s) {
        if (d.kept() && !d.goal().exists()) {
            return String.join(", ", snapshot.intent().waits(d.process()));
        }
        if (s.failed().equals(d.goal().version()) && d.goal().exists()) {
            return s.cause() + "; " + FallbackText.text(d, s);
        }
        if (!blocker(d).isEmpty() && !s.live().equals(d.goal().version())) {
            return blocker(d) + " is not ready";
        }
        Optional<String> badEnd = badEnd(d.goal(), s);
        if (badEnd.isPresent()) {
            return badEnd.get() + "; it is not started again, see restart";
        }
        return s.slots().stream()
                .filter(slot -> waits(slot, FallbackText.wanted(d, s), s))
                .min(Comparator.comparingLong(Slot::notBefore))
                .map(slot -> slot.problem() + "; try " + (slot.failures() + 1) + " in "
                        + Math.max(1, (slot.notBefore() - now + 999) / 1000) + "s")
                .orElse("");
    }

    private StatusView.Instance instance(Instance i, ProcessState s) {
        int restarts = s.slot(i.version(), i.slot()).map(Slot::failures).orElse(0);
        String detail = i.phase() == Phase.READY ? "" : detail(i);
        return new StatusView.Instance(
                i.id().name(),
                i.phase().word(),
                i.phase() == Phase.READY,
                restarts,
                wall.minusMillis(Math.max(0, now - i.launchedAt())),
                host.commandPid(i.id()),
                i.version().hash(),
                i.ports(),
                host.usage(i.id()),
                detail,
                counters.backend(i.id()));
    }

    /** Returns the last probe result, with the last line of the log if the instance should be ready and is not. */
    private String detail(Instance i) {
        boolean lastResort = i.phase() == Phase.UNREADY && inRotation(i);
        String probe = i.probe().sentence()
                + (lastResort ? "; it still gets connections, since no other instance is ready" : "");
        if (i.probe().isEmpty() || !i.phase().active()) {
            return probe;
        }
        String line = lastLine(i.process(), i.id());
        return line.isEmpty() ? probe : probe + "; last line: " + line;
    }

    private boolean inRotation(Instance i) {
        return snapshot.routes().services().stream()
                .flatMap(s -> s.backends().stream())
                .anyMatch(b -> b.instance().equals(i.id()) && b.rotation() == Routes.Rotation.ACTIVE);
    }

    List<StatusView.Service> services() {
        return snapshot.intent().target().services().stream().map(this::service).toList();
    }

    private StatusView.Service service(ServiceSpec spec) {
        int ready = (int) snapshot.routes().services().stream()
                .filter(routed -> routed.name().equals(spec.name()))
                .flatMap(routed -> routed.backends().stream())
                .filter(b -> b.rotation() == Routes.Rotation.ACTIVE)
                .count();
        int total = 0;
        for (var p : snapshot.intent().target().processes()) {
            if (p.receives().contains(spec.name())) {
                total += p.policy().replicas();
            }
        }
        ListeningState how = snapshot.listening().getOrDefault(spec.name(), new ListeningState.Opening());
        return new StatusView.Service(
                spec.name(),
                spec.on(),
                how.word(),
                how.problem(),
                how.detail(),
                ready,
                total,
                counters.service(spec.name()));
    }
}

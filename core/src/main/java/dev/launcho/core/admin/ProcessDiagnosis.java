package dev.launcho.core.admin;

import dev.launcho.core.event.Event;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.logs.LineCollapser;
import dev.launcho.core.logs.LogLoss;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.DependencyOrder;
import dev.launcho.core.plan.FallbackText;
import dev.launcho.core.plan.NextStepHint;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.kernel.UnreadBytes;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.InstanceEnd;
import dev.launcho.core.store.SecretRedaction;
import dev.launcho.core.text.StatusCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A maker of the explanation of a process's state. */
record ProcessDiagnosis(
        ReconcilerSnapshot snapshot,
        StatusView status,
        LogSpool logs,
        EventLog events,
        ProbeHistory probes,
        SilentBackends silent,
        ProcessHost host,
        SecretRedaction redaction) {
    private static final int ENDS = 5;
    private static final int EVENTS = 10;
    private static final int LINES = 10;
    private static final int HINT_LINES = 100;
    private static final long WHILE_NANOS = 300_000_000;
    private static final long LITTLE_DISK = 64L << 20;

    /** @param name of the process itself, or of the one instance (or a prefix of it) that is asked for */
    WhyView of(String process, String name) {
        boolean whole = name.equals(process);
        ProcessState s = snapshot.states().getOrDefault(process, ProcessState.initial(process));
        StatusView.Process seen = status.processes().stream()
                .filter(p -> p.name().equals(process))
                .findFirst()
                .orElse(new StatusView.Process(process, "leaving", 0, 0, "", List.of()));
        List<StatusView.Ended> ends = new EndedInstances(logs, events)
                .of(snapshot).stream().filter(e -> e.process().equals(process)).toList();
        List<Instance> shown = s.instances().stream()
                .filter(i -> whole || i.id().name().startsWith(name))
                .toList();
        Optional<InstanceId> subject = subject(shown, ends, whole);
        List<String> log = subject.map(id -> logs.last(process, id, HINT_LINES)).orElse(List.of());
        return new WhyView(
                process,
                seen.state(),
                rollout(process, s, seen),
                waits(process),
                next(seen),
                shown.stream().map(i -> instance(i, s)).toList(),
                whole ? ends.subList(Math.max(0, ends.size() - ENDS), ends.size()) : List.of(),
                subject.map(InstanceId::name).orElse(""),
                shown(process, subject, log),
                Stream.concat(
                                silence(process, shown),
                                hints(s, shown, subject, seen, log, failure(subject, ends)).stream())
                        .toList(),
                events(process));
    }

    /** Returns the newest instance that is not ready; if all are ready, the newest. */
    private static Optional<InstanceId> subject(List<Instance> shown, List<StatusView.Ended> ends, boolean whole) {
        Optional<Instance> unwell = last(shown.stream()
                .filter(i -> i.phase().active() && i.phase() != Phase.READY)
                .toList());
        Optional<InstanceId> ended = whole ? last(ends).map(e -> new InstanceId(e.id())) : Optional.empty();
        return unwell.or(() -> last(shown)).map(Instance::id).or(() -> ended);
    }

    /** Returns the last lines of a log, after a line about lost output, if there is any. */
    private List<String> shown(String process, Optional<InstanceId> subject, List<String> log) {
        List<String> shown = new ArrayList<>();
        subject.flatMap(id -> logs.loss(process, id)).map(LogLoss::sentence).ifPresent(shown::add);
        subject.filter(id -> logs.isRemoved(process, id))
                .ifPresent(id -> shown.add("launcho: " + id + ": " + LogSpool.REMOVED));
        shown.addAll(LineCollapser.last(log, LINES));
        return shown;
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private String rollout(String process, ProcessState s, StatusView.Process seen) {
        DesiredState d = snapshot.desired().get(process);
        if (d == null || !d.kept()) {
            return "it is no longer in the target; its remaining instances are being stopped";
        }
        String paused = d.paused() ? "; paused, launcho resume " + process + " continues its rollouts" : "";
        if (!d.goal().exists()) {
            return "it can't start" + paused;
        }
        if (s.failed().equals(d.goal().version())) {
            return "given up: " + s.cause() + "; " + FallbackText.text(d, s) + paused;
        }
        if (s.live().equals(d.goal().version())) {
            return "live" + paused;
        }
        return "under way: " + seen.ready() + " of " + seen.wanted() + " ready" + paused;
    }

    private List<String> waits(String process) {
        List<String> waits = new ArrayList<>(snapshot.intent().waits(process));
        DesiredState d = snapshot.desired().get(process);
        if (d != null && d.kept()) {
            String blocker = DependencyOrder.blocker(d, snapshot.desired(), snapshot.states());
            if (!blocker.isEmpty()) {
                waits.add(blocker + " (after) is not ready: launcho why " + blocker);
            }
            if (d.paused()) {
                waits.add("a user: its rollouts are paused");
            }
        }
        List<String> receives = snapshot.intent()
                .target()
                .process(process)
                .map(spec -> spec.receives())
                .orElse(List.of());
        for (StatusView.Service service : status.services()) {
            if (receives.contains(service.name())) {
                if (!service.problem().isEmpty()) {
                    waits.add("the address of service " + service.name() + ": " + service.problem());
                } else if (!service.detail().isEmpty()) {
                    waits.add("service " + service.name() + ": " + service.detail());
                }
                if (service.traffic().held() > 0) {
                    waits.add(service.traffic().held() + " connections to service " + service.name()
                            + " are held until it is ready");
                }
            }
        }
        long free = logs.freeBytes();
        if (free < LITTLE_DISK) {
            waits.add("the disk: only " + (free >> 20) + " MiB are left");
        }
        return waits;
    }

    private static String next(StatusView.Process seen) {
        return seen.failing()
                .map(f -> "try " + (f.restarts() + 1) + " at "
                        + f.retryAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        + "; to retry now: launcho clear-backoff " + seen.name())
                .orElse("");
    }

    private WhyView.Instance instance(Instance i, ProcessState s) {
        int restarts = s.slot(i.version(), i.slot()).map(Slot::failures).orElse(0);
        List<WhyView.Probe> answers = probes.of(i.id()).stream()
                .map(p ->
                        new WhyView.Probe(p.at(), p.healthy(), p.answer().sentence(), p.micros() / 1_000.0, p.times()))
                .toList();
        return new WhyView.Instance(i.id().name(), i.phase().word(), restarts, answers);
    }

    /** Returns hints on silent instances: a TCP check does not wait for an answer, but clients do. */
    private Stream<String> silence(String process, List<Instance> shown) {
        boolean asked = snapshot.intent()
                .target()
                .process(process)
                .filter(spec -> spec.probe().kind() == Probe.Kind.TCP)
                .isEmpty();
        return asked
                ? Stream.of()
                : shown.stream().filter(i -> i.phase() == Phase.READY).flatMap(i -> silence(i).stream());
    }

    private Optional<String> silence(Instance i) {
        String id = i.id().name();
        return silent.of(i.id())
                .map(s -> NextStepHint.silent(id, s.connections(), s.seconds()))
                .or(() -> Optional.of(unread(i)).filter(n -> n > 0).map(n -> NextStepHint.unread(id, n)));
    }

    /** Returns how many connections have bytes that stay unread. This works earlier than the balancer's counters, or without. */
    private static long unread(Instance i) {
        UnreadBytes first = UnreadBytes.of(i.ports().values());
        if (first.isEmpty()) {
            return 0;
        }
        LockSupport.parkNanos(WHILE_NANOS);
        return first.lastingIn(UnreadBytes.of(i.ports().values()));
    }

    /** Returns the last end of an instance in the events, which go back to earlier servers. */
    private Optional<Exit> lastEnd(String process) {
        return events.ends().stream()
                .filter(end -> end.process().equals(process))
                .map(InstanceEnd::exit)
                .reduce((first, last) -> last);
    }

    /** Returns the last failed probe of the subject, or else of the instance that ended last. */
    private ProbeResult failure(Optional<InstanceId> subject, List<StatusView.Ended> ends) {
        Optional<InstanceId> ended = last(ends).map(e -> new InstanceId(e.id()));
        return Stream.concat(subject.stream(), ended.stream())
                .flatMap(id -> last(probes.of(id)).stream())
                .filter(probed -> !probed.healthy())
                .map(ProbeHistory.Probed::answer)
                .findFirst()
                .orElse(ProbeResult.NONE);
    }

    private List<String> hints(
            ProcessState s,
            List<Instance> shown,
            Optional<InstanceId> subject,
            StatusView.Process seen,
            List<String> log,
            ProbeResult failure) {
        if (subject.isEmpty() || seen.state().equals("ok") || seen.state().equals("completed")) {
            return List.of();
        }
        Optional<Instance> instance =
                shown.stream().filter(i -> i.id().equals(subject.get())).findFirst();
        // A check that succeeded is no symptom of an instance that leaves.
        ProbeResult probe = instance.filter(i -> i.phase().active() && i.phase() != Phase.READY)
                .map(Instance::probe)
                .filter(p -> !p.isEmpty())
                .orElse(s.cause().isEmpty() ? ProbeResult.NONE : failure);
        Optional<Exit> end = s.slots().stream()
                .flatMap(slot -> slot.end().stream())
                .reduce((first, last) -> last)
                .or(() -> lastEnd(s.name()));
        Map<String, Integer> given = instance.map(Instance::ports).orElse(Map.of());
        List<Integer> listens = instance.map(i -> host.listening(i.id())).orElse(List.of());
        StatusCodes healthy = snapshot.intent()
                .target()
                .process(s.name())
                .map(spec -> spec.probe().http().healthy())
                .orElse(StatusCodes.USUAL);
        return NextStepHint.of(
                new NextStepHint.Symptoms(subject.get().name(), end, probe, healthy, given, listens, log));
    }

    private List<Event> events(String process) {
        List<Event> all = events.after(0, Integer.MAX_VALUE).stream()
                .filter(e -> e.subject().equals(process))
                .map(redaction::of)
                .toList();
        return all.subList(Math.max(0, all.size() - EVENTS), all.size());
    }
}

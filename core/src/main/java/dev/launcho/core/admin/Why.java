package dev.launcho.core.admin;

import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.logs.Repeats;
import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.Hint;
import dev.launcho.core.plan.Order;
import dev.launcho.core.plan.Sequel;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.Snapshot;
import dev.launcho.core.store.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Collects what is known of one process. */
record Why(
        Snapshot snapshot, StatusView status, LogSpool logs, EventLog events, ProbeHistory probes, ProcessHost host) {
    private static final int ENDS = 5;
    private static final int EVENTS = 10;
    private static final int LINES = 10;
    private static final int HINT_LINES = 100;
    private static final long LITTLE_DISK = 64L << 20;

    /** @param name of the process itself, or of the one instance (or its beginning) that is asked for */
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
                Repeats.last(log, LINES),
                hints(s, shown, subject, seen, log),
                events(process));
    }

    /** The newest that is not well; if all are, the newest. */
    private static Optional<InstanceId> subject(List<Instance> shown, List<StatusView.Ended> ends, boolean whole) {
        Optional<Instance> unwell = last(shown.stream()
                .filter(i -> i.phase().active() && i.phase() != Phase.READY)
                .toList());
        Optional<InstanceId> ended = whole ? last(ends).map(e -> new InstanceId(e.id())) : Optional.empty();
        return unwell.or(() -> last(shown)).map(Instance::id).or(() -> ended);
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private String rollout(String process, ProcessState s, StatusView.Process seen) {
        Desired d = snapshot.desired().get(process);
        if (d == null || !d.kept()) {
            return "it is no longer in the target; what is left of it ends";
        }
        String paused = d.paused() ? "; paused, launcho resume " + process + " lets it go on" : "";
        if (!d.goal().exists()) {
            return "it can't begin" + paused;
        }
        if (s.failed().equals(d.goal().version())) {
            return "given up: " + s.cause() + "; " + Sequel.text(d, s) + paused;
        }
        if (s.live().equals(d.goal().version())) {
            return "live since it was last replaced" + paused;
        }
        return "under way: " + seen.ready() + " of " + seen.wanted() + " ready" + paused;
    }

    private List<String> waits(String process) {
        List<String> waits = new ArrayList<>(snapshot.intent().waits(process));
        Desired d = snapshot.desired().get(process);
        if (d != null && d.kept()) {
            String blocker = Order.blocker(d, snapshot.desired(), snapshot.states());
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
                }
                if (service.held() > 0) {
                    waits.add(service.held() + " connections to service " + service.name()
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
                        + "; at once: launcho clear-backoff " + seen.name())
                .orElse("");
    }

    private WhyView.Instance instance(Instance i, ProcessState s) {
        int restarts = s.slot(i.version(), i.slot()).map(Slot::failures).orElse(0);
        List<WhyView.Probe> answers = probes.of(i.id()).stream()
                .map(p -> new WhyView.Probe(p.at(), p.healthy(), p.answer(), p.micros() / 1_000.0, p.times()))
                .toList();
        return new WhyView.Instance(i.id().name(), i.phase().word(), restarts, answers);
    }

    private List<String> hints(
            ProcessState s,
            List<Instance> shown,
            Optional<InstanceId> subject,
            StatusView.Process seen,
            List<String> log) {
        if (subject.isEmpty() || seen.state().equals("ok") || seen.state().equals("completed")) {
            return List.of();
        }
        Optional<Instance> instance =
                shown.stream().filter(i -> i.id().equals(subject.get())).findFirst();
        String probe = instance.filter(i -> i.phase() != Phase.READY)
                .map(Instance::probe)
                .orElse("");
        String end = s.slots().stream()
                .map(Slot::problem)
                .filter(p -> !p.isEmpty())
                .reduce((first, last) -> last)
                .orElse(s.cause());
        Map<String, Integer> given = instance.map(Instance::ports).orElse(Map.of());
        List<Integer> listens = instance.map(i -> host.listening(i.id())).orElse(List.of());
        return Hint.of(
                new Hint.Symptoms(subject.get().name(), end, probe.isEmpty() ? s.cause() : probe, given, listens, log));
    }

    private List<EventView> events(String process) {
        List<EventView> all = events.after(0, Integer.MAX_VALUE).stream()
                .filter(e -> e.subject().equals(process))
                .map(e -> new EventView(
                        e.sequence(), e.at(), e.severity().name().toLowerCase(Locale.ROOT), e.subject(), e.message()))
                .toList();
        return all.subList(Math.max(0, all.size() - EVENTS), all.size());
    }
}

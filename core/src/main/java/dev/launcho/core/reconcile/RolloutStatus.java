package dev.launcho.core.reconcile;

import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.intent.Intent;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.DependencyOrder;
import dev.launcho.core.traffic.ListeningState;
import java.util.Optional;
import java.util.Set;

/**
 * The status of a rollout. Pure.
 *
 * @param process the one that decides; empty if no single process does
 * @param cause one line; empty unless it failed
 */
record RolloutStatus(RolloutOutcome outcome, String process, String cause) {
    /**
     * @param processes that the change touched
     * @param services that the change touched; the address of another one counts only if a touched process receives it
     */
    static RolloutStatus of(ReconcilerState w, Set<String> processes, Set<String> services) {
        boolean waiting = false;
        boolean running = false;
        for (String process : processes) {
            DesiredState d = w.desired.get(process);
            ProcessState s = w.states.get(process);
            if (d == null || s == null) {
                continue;
            }
            if (d.kept() && d.goal().exists() && s.failed().equals(d.goal().version())) {
                return new RolloutStatus(RolloutOutcome.FAILED, process, s.cause());
            }
            Optional<String> failed = failedJob(d, s);
            if (failed.isPresent()) {
                return new RolloutStatus(RolloutOutcome.FAILED, process, failed.get());
            }
            if (waits(w, d, processes)) {
                waiting = true;
            } else {
                running |= !settled(d, s);
            }
        }
        if (running) {
            return new RolloutStatus(RolloutOutcome.RUNNING, "", "");
        }
        return waiting ? new RolloutStatus(RolloutOutcome.WAITING, "", "") : listeners(w, processes, services);
    }

    /** Returns the problem of a slot that ended badly, perhaps after it was stable, and is not started again. */
    private static Optional<String> failedJob(DesiredState d, ProcessState s) {
        for (Slot slot : s.slots()) {
            if (slot.endedBadly() && d.kept() && slot.version().equals(d.goal().version())) {
                return Optional.of(slot.problem());
            }
        }
        return Optional.empty();
    }

    /** Returns whether a process waits for what this change does not bring: a secret, a resource, or a process before it. */
    private static boolean waits(ReconcilerState w, DesiredState d, Set<String> processes) {
        if (!d.kept() || !d.goal().exists()) {
            return d.kept();
        }
        if (settled(d, w.state(d.process()))) {
            return false;
        }
        String blocker = DependencyOrder.blocker(d, w.desired, w.states);
        if (blocker.isEmpty() || begun(d, w.state(d.process()))) {
            return false;
        }
        return !processes.contains(blocker) || waits(w, w.desired.get(blocker), processes);
    }

    private static boolean begun(DesiredState d, ProcessState s) {
        return s.instances().stream().anyMatch(i -> i.version().equals(d.goal().version()));
    }

    private static boolean settled(DesiredState d, ProcessState s) {
        if (!d.kept()) {
            return s.instances().isEmpty();
        }
        if (!s.live().equals(d.goal().version())) {
            return false;
        }
        for (Instance i : s.instances()) {
            if (!good(i, d)) {
                return false;
            }
        }
        return true;
    }

    private static boolean good(Instance i, DesiredState d) {
        return i.version().equals(d.goal().version()) && i.phase() == Phase.READY && !i.condemned();
    }

    private static RolloutStatus listeners(ReconcilerState w, Set<String> processes, Set<String> services) {
        boolean opening = false;
        for (Intent.Service service : w.intent.services()) {
            String name = service.spec().name();
            if (!services.contains(name) && !received(w, name, processes)) {
                continue;
            }
            ListeningState how = w.listening.getOrDefault(name, new ListeningState.Opening());
            RolloutOutcome outcome = how.accept(new AddressOutcome(w.availability.isClosed(name)));
            if (outcome == RolloutOutcome.FAILED) {
                return new RolloutStatus(outcome, "", "service \"" + name + "\": " + how.problem());
            }
            opening |= outcome == RolloutOutcome.RUNNING;
        }
        return new RolloutStatus(opening ? RolloutOutcome.RUNNING : RolloutOutcome.LIVE, "", "");
    }

    /**
     * The outcome of the rollout by the listening state of one address.
     *
     * @param closed whether the address is meant to be closed now
     */
    private record AddressOutcome(boolean closed) implements ListeningState.Visitor<RolloutOutcome> {
        @Override
        public RolloutOutcome open(ListeningState.Open state) {
            return RolloutOutcome.LIVE;
        }

        @Override
        public RolloutOutcome opening(ListeningState.Opening state) {
            return RolloutOutcome.RUNNING;
        }

        @Override
        public RolloutOutcome lookingUp(ListeningState.LookingUp state) {
            return RolloutOutcome.RUNNING;
        }

        @Override
        public RolloutOutcome failed(ListeningState.Failed state) {
            return RolloutOutcome.FAILED;
        }

        @Override
        public RolloutOutcome closed(ListeningState.Closed state) {
            return closed ? RolloutOutcome.LIVE : RolloutOutcome.RUNNING;
        }
    }

    private static boolean received(ReconcilerState w, String service, Set<String> processes) {
        return processes.stream()
                .flatMap(name -> w.intent.process(name).stream())
                .anyMatch(p -> p.template().receives().contains(service));
    }
}

package dev.launcho.core.reconcile;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a rollout stands. Pure.
 *
 * @param process of which it tells, where one alone decides
 * @param cause one line; empty unless it failed
 */
record Verdict(RolloutOutcome outcome, String process, String cause) {
    /** @param processes those that the change touched */
    static Verdict of(World w, Set<String> processes) {
        boolean waiting = false;
        boolean running = false;
        for (String process : processes) {
            Desired d = w.desired.get(process);
            ProcessState s = w.states.get(process);
            if (d == null || s == null) {
                continue;
            }
            if (d.kept() && d.goal().exists() && s.failed().equals(d.goal().version())) {
                return new Verdict(RolloutOutcome.FAILED, process, s.cause());
            }
            Optional<String> failed = failedJob(d, s);
            if (failed.isPresent()) {
                return new Verdict(RolloutOutcome.FAILED, process, failed.get());
            }
            if (waits(w, d, processes)) {
                waiting = true;
            } else {
                running |= !settled(d, s);
            }
        }
        if (running) {
            return new Verdict(RolloutOutcome.RUNNING, "", "");
        }
        return waiting ? new Verdict(RolloutOutcome.WAITING, "", "") : listeners(w.intent.services(), w.listening);
    }

    /** One that ran to a bad end after it had counted as up, and is not started again. */
    private static Optional<String> failedJob(Desired d, ProcessState s) {
        return s.slots().stream()
                .filter(slot -> d.kept()
                        && slot.completed()
                        && slot.version().equals(d.goal().version()))
                .map(Slot::problem)
                .filter(problem -> !problem.isEmpty())
                .findFirst();
    }

    /** Nothing that this change does will bring it on: it lacks a secret, or comes after one that lacks one or is down. */
    private static boolean waits(World w, Desired d, Set<String> processes) {
        if (!d.kept() || !d.goal().exists()) {
            return d.kept();
        }
        if (settled(d, w.state(d.process()))) {
            return false;
        }
        String blocker = Order.blocker(d, w.desired, w.states);
        if (blocker.isEmpty() || begun(d, w.state(d.process()))) {
            return false;
        }
        return !processes.contains(blocker) || waits(w, w.desired.get(blocker), processes);
    }

    private static boolean begun(Desired d, ProcessState s) {
        return s.instances().stream().anyMatch(i -> i.version().equals(d.goal().version()));
    }

    private static boolean settled(Desired d, ProcessState s) {
        if (!d.kept()) {
            return s.instances().isEmpty();
        }
        return s.live().equals(d.goal().version()) && s.instances().stream().allMatch(i -> good(i, d));
    }

    private static boolean good(Instance i, Desired d) {
        return i.version().equals(d.goal().version()) && i.phase() == Phase.READY && !i.condemned();
    }

    private static Verdict listeners(List<Intent.Service> services, Map<String, String> listening) {
        for (Intent.Service service : services) {
            String problem = listening.get(service.spec().name());
            if (problem == null) {
                return new Verdict(RolloutOutcome.RUNNING, "", "");
            }
            if (!problem.isEmpty()) {
                return new Verdict(
                        RolloutOutcome.FAILED, "", "service \"" + service.spec().name() + "\": " + problem);
            }
        }
        return new Verdict(RolloutOutcome.LIVE, "", "");
    }
}

package dev.launcho.core.simulation;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.reconcile.ReconcilerSnapshot;
import dev.launcho.core.traffic.Routes;

/** 5: when faults stop the target is reached, and then there is nothing left to do. */
final class Convergence implements Invariant {
    private static final String NAME = "convergence";

    @Override
    public void calm(Universe u) {
        ReconcilerSnapshot s = u.snapshot();
        if (u.restless()) {
            throw new Violation(NAME, "something is due: " + s.states());
        }
        for (DesiredState d : s.desired().values()) {
            if (d.goal().exists()) {
                process(d, s.states().getOrDefault(d.process(), ProcessState.initial(d.process())));
            } else if (!d.kept()) {
                throw new Violation(NAME, d.process() + " is not wanted and still there: " + s.states());
            }
        }
        int instances =
                s.states().values().stream().mapToInt(p -> p.instances().size()).sum();
        if (u.machine().trees().size() != instances) {
            throw new Violation(NAME, u.machine().trees() + " are there, known are " + s.states());
        }
        s.states().values().forEach(p -> p.instances().forEach(i -> inRotation(u, i)));
    }

    private static void process(DesiredState d, ProcessState s) {
        long done = s.slots().stream()
                .filter(Slot::completed)
                .filter(slot -> slot.version().equals(d.goal().version())
                        && slot.index() < d.policy().replicas())
                .count();
        long up = s.instances().stream()
                .filter(i ->
                        i.phase() == Phase.READY && i.version().equals(d.goal().version()))
                .count();
        if (up + done != d.policy().replicas() || up != s.instances().size()) {
            throw new Violation(NAME, up + " up and " + done + " done of " + d + ": " + s);
        }
        if (!s.live().equals(d.goal().version())) {
            throw new Violation(NAME, d.process() + " is not live: " + s);
        }
    }

    private static void inRotation(Universe u, Instance i) {
        for (Routes.Service service : u.balancer().table().services()) {
            if (i.ports().containsKey(service.name()) && !u.balancer().active(i.id())) {
                throw new Violation(NAME, i.id() + " is ready and gets no traffic");
            }
        }
    }
}

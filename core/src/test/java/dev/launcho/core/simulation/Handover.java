package dev.launcho.core.simulation;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.util.List;

/** 1: out of rotation, drained, then signalled; traffic only to what has shown its health. */
final class Handover implements Invariant {
    private static final String NAME = "ordered handover";
    private static final int FAILURES = 3;
    private static final long STOP = 5_000;

    @Override
    public void signalling(Universe u, InstanceId id) {
        if (u.balancer().active(id)) {
            throw new Violation(NAME, id + " is signalled in rotation");
        }
        long drained = u.now() - u.balancer().leftAt(id);
        int open = u.balancer().open(id);
        String process = u.machine().tree(id).map(t -> t.process).orElse("");
        if (open > 0 && drained < Targets.drain(process)) {
            throw new Violation(NAME, id + " is signalled with " + open + " connections after " + drained + " ms");
        }
    }

    @Override
    public void killing(Universe u, InstanceId id) {
        long signalled = u.host().signalledAt(id);
        if (signalled == Agenda.NEVER || u.now() - signalled < STOP) {
            throw new Violation(NAME, id + " is killed before its stop time is over");
        }
    }

    @Override
    public void routed(Universe u, Routes table) {
        for (Routes.Service service : table.services()) {
            List<Routes.Backend> active = service.backends().stream()
                    .filter(b -> b.rotation() == Routes.Rotation.ACTIVE)
                    .toList();
            for (Routes.Backend b : active) {
                backend(u, service.name(), b);
                if (active.size() > 1 && u.prober().failures(b.instance()) >= FAILURES) {
                    throw new Violation(NAME, "a sick " + b.instance() + " gets traffic beside others");
                }
            }
        }
    }

    private static void backend(Universe u, String service, Routes.Backend b) {
        if (!u.prober().everHealthy(b.instance())) {
            throw new Violation(NAME, b.instance() + " gets traffic and has not been healthy");
        }
        Integer port =
                u.machine().tree(b.instance()).map(t -> t.ports.get(service)).orElse(0);
        if (port == null || port != b.address().port()) {
            throw new Violation(
                    NAME, b.instance() + " gets traffic of " + service + " at " + b.address() + ", has " + port);
        }
    }
}

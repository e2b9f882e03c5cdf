package dev.launcho.core.simulation;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.traffic.Routes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * 2: nothing that a user deploys, and nothing that the server does about it, takes ready instances below what was ready:
 * only their own faults do.
 */
final class Floor implements Invariant {
    private static final int FAILURES = 3;

    private final Map<String, Map<InstanceId, Instance>> serving = new HashMap<>();
    private final Map<String, Integer> floors = new HashMap<>();

    @Override
    public void stepped(Universe u) {
        if (u.snapshot().stopping()) {
            ended(u);
            return;
        }
        for (Desired d : u.snapshot().desired().values()) {
            look(u, d);
        }
        serving.keySet().retainAll(u.snapshot().desired().keySet());
        floors.keySet().retainAll(u.snapshot().desired().keySet());
    }

    private void look(Universe u, Desired d) {
        Map<InstanceId, Instance> now = serving(u, d.process());
        Map<InstanceId, Instance> before = serving.getOrDefault(d.process(), Map.of());
        int wanted = promised(d);
        int lost = 0;
        for (Instance i : before.values()) {
            boolean fell = !now.containsKey(i.id()) && byItself(u, i.id());
            if (fell || u.condemned(i.id()) && replaced(i, before.values())) {
                lost++;
            }
        }
        int floor = Math.min(wanted, Math.min(floors.getOrDefault(d.process(), 0), before.size() - lost));
        if (now.size() < floor) {
            throw new Violation(
                    "availability floor",
                    d.process() + ": " + now.size() + " serve, " + floor + " did; " + before.keySet() + " -> "
                            + now.keySet());
        }
        serving.put(d.process(), now);
        // One that a user has asked to be replaced serves on until then, and is not relied on.
        int lasting = (int) now.keySet().stream().filter(id -> !u.condemned(id)).count();
        floors.put(d.process(), Math.max(floor, Math.min(wanted, lasting)));
    }

    /** How many may be relied on: none of what is stopped first, ends by itself, or is not wanted. */
    private static int promised(Desired d) {
        Policy goal = d.policy();
        Policy old = d.fallback().policy();
        boolean alone = goal.update() == Policy.Update.RECREATE
                || d.fallback().exists() && old.update() == Policy.Update.RECREATE;
        boolean ends = goal.restart() != Policy.Restart.ALWAYS;
        if (!d.kept() || alone || ends) {
            return 0;
        }
        return d.fallback().exists() ? Math.min(goal.replicas(), old.replicas()) : goal.replicas();
    }

    private static boolean replaced(Instance condemned, Collection<Instance> serving) {
        return serving.stream()
                .anyMatch(i -> i.slot() == condemned.slot()
                        && i.version().equals(condemned.version())
                        && !i.id().equals(condemned.id()));
    }

    private static boolean byItself(Universe u, InstanceId id) {
        return !u.machine().alive(id) || u.prober().failures(id) >= FAILURES;
    }

    private static Map<InstanceId, Instance> serving(Universe u, String process) {
        Map<InstanceId, Instance> serving = new HashMap<>();
        ProcessState s = u.snapshot().states().get(process);
        if (s != null) {
            for (Instance i : s.instances()) {
                if (i.phase() == Phase.READY && routed(u.balancer(), i)) {
                    serving.put(i.id(), i);
                }
            }
        }
        return serving;
    }

    /** Whether each of its services that there are sends it connections. */
    private static boolean routed(SimBalancer balancer, Instance i) {
        for (Routes.Service service : balancer.table().services()) {
            boolean in = service.backends().stream()
                    .anyMatch(b -> b.instance().equals(i.id()) && b.rotation() == Routes.Rotation.ACTIVE);
            if (i.ports().containsKey(service.name()) && !in) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void ended(Universe u) {
        serving.clear();
        floors.clear();
    }
}

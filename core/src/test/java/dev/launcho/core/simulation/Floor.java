package dev.launcho.core.simulation;

import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Goal;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Version;
import dev.launcho.core.traffic.Routes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * 2: nothing that a user deploys, and nothing that the server does about it, takes ready instances below what was ready:
 * only their own faults do.
 */
final class Floor implements Invariant {
    private static final int FAILURES = 3;
    private static final int MANY = Integer.MAX_VALUE;

    private final Map<String, Map<InstanceId, Instance>> serving = new HashMap<>();
    private final Map<String, Integer> floors = new HashMap<>();
    private final Map<String, Look> looks = new HashMap<>();
    private final Map<String, Version> versions = new HashMap<>();

    /** What a judgement was made of: the same gives the same. Compared by identity, as a new state is a new object. */
    private record Look(DesiredState desired, @Nullable ProcessState state, Routes table) {
        boolean same(Look other) {
            return desired == other.desired && state == other.state && table == other.table;
        }
    }

    @Override
    public void stepped(Universe u) {
        if (!u.stirred()) {
            return;
        }
        if (u.snapshot().stopping()) {
            ended(u);
            return;
        }
        Routes table = u.balancer().table();
        for (DesiredState d : u.snapshot().desired().values()) {
            Look look = new Look(d, u.snapshot().states().get(d.process()), table);
            Look before = looks.put(d.process(), look);
            if (before == null || !look.same(before)) {
                look(u, d);
            }
        }
        serving.keySet().retainAll(u.snapshot().desired().keySet());
        floors.keySet().retainAll(u.snapshot().desired().keySet());
        versions.keySet().retainAll(u.snapshot().desired().keySet());
        looks.keySet().retainAll(u.snapshot().desired().keySet());
    }

    private void look(Universe u, DesiredState d) {
        Promise promise = Promise.of(d, u.snapshot().states().get(d.process()));
        Map<InstanceId, Instance> all = serving(u, d.process());
        Map<InstanceId, Instance> now = promise.those(all);
        Map<InstanceId, Instance> before = promise.those(serving.getOrDefault(d.process(), Map.of()));
        // Of another promise than the one before, only what served the moment before is known.
        int known = promise.version().equals(versions.get(d.process())) ? floors.getOrDefault(d.process(), 0) : MANY;
        int lost = 0;
        for (Instance i : before.values()) {
            boolean fell = !now.containsKey(i.id()) && byItself(u, i.id());
            boolean asked = u.condemned(i.id()) && (promise.alone() || replaced(i, before.values()));
            if (fell || asked) {
                lost++;
            }
        }
        int floor = Math.min(promise.instances(), Math.min(known, before.size() - lost));
        if (now.size() < floor) {
            throw new Violation(
                    "availability floor",
                    d.process() + ": " + now.size() + " serve, " + floor + " did; " + before.keySet() + " -> "
                            + now.keySet());
        }
        serving.put(d.process(), all);
        versions.put(d.process(), promise.version());
        // One that a user has asked to be replaced serves on until then, and is not relied on.
        int lasting = (int) now.keySet().stream().filter(id -> !u.condemned(id)).count();
        floors.put(d.process(), Math.max(floor, Math.min(promise.instances(), lasting)));
    }

    /**
     * How many may be relied on.
     *
     * @param version of which version; {@link Version#NONE} = of any: old and new serve together
     * @param alone whether an instance is stopped before another takes its place
     */
    private record Promise(int instances, Version version, boolean alone) {
        static Promise of(DesiredState d, ProcessState s) {
            if (!d.kept() || s == null) {
                return new Promise(0, Version.NONE, false);
            }
            boolean back = d.fallback().exists()
                    && (!d.goal().exists() || s.failed().equals(d.goal().version()));
            Goal goal = back ? d.fallback() : d.goal();
            // What has done its work and ended serves no more, and is not missed.
            int done = (int) s.slots().stream()
                    .filter(slot -> slot.completed() && slot.version().equals(goal.version()))
                    .count();
            boolean alone = goal.policy().update() == Policy.Update.RECREATE;
            int fewest = alone || !d.fallback().exists() ? goal.policy().replicas() : fewest(d);
            return new Promise(Math.max(0, fewest - done), alone ? goal.version() : Version.NONE, alone);
        }

        private static int fewest(DesiredState d) {
            int old = d.fallback().policy().replicas();
            return d.goal().exists()
                    ? Math.min(d.goal().policy().replicas(), old)
                    : Math.min(d.policy().replicas(), old);
        }

        Map<InstanceId, Instance> those(Map<InstanceId, Instance> all) {
            if (!alone) {
                return all;
            }
            Map<InstanceId, Instance> some = new HashMap<>(all);
            some.values().removeIf(i -> !i.version().equals(version));
            return some;
        }
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
            if (i.ports().containsKey(service.name()) && !active(service, i.id())) {
                return false;
            }
        }
        return true;
    }

    private static boolean active(Routes.Service service, InstanceId id) {
        for (Routes.Backend b : service.backends()) {
            if (b.rotation() == Routes.Rotation.ACTIVE && b.instance().equals(id)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void ended(Universe u) {
        serving.clear();
        floors.clear();
        versions.clear();
        looks.clear();
    }
}

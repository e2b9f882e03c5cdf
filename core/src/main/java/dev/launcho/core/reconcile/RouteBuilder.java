package dev.launcho.core.reconcile;

import dev.launcho.core.model.Desired;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.traffic.Routes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the routing table from what runs. Pure. */
final class RouteBuilder {
    private final Intent intent;
    private final Map<String, ProcessState> states;
    private final Map<String, Desired> desired;
    private final long now;
    private long wakeAt = Plan.NEVER;

    private RouteBuilder(Intent intent, Map<String, ProcessState> states, Map<String, Desired> desired, long now) {
        this.intent = intent;
        this.states = states;
        this.desired = desired;
        this.now = now;
    }

    /** @param wakeAt when the table changes though nothing happens */
    record Result(Routes routes, long wakeAt) {}

    static Result build(Intent intent, Map<String, ProcessState> states, Map<String, Desired> desired, long now) {
        RouteBuilder builder = new RouteBuilder(intent, states, desired, now);
        List<Routes.Service> services = new ArrayList<>();
        for (Intent.Service service : intent.services()) {
            services.add(builder.service(service));
        }
        return new Result(new Routes(services), builder.wakeAt);
    }

    private Routes.Service service(Intent.Service service) {
        String name = service.spec().name();
        List<Instance> receivers = states.values().stream()
                .flatMap(s -> s.instances().stream())
                .filter(i -> i.ports().containsKey(name) && i.phase() != Phase.EXITED)
                .toList();
        boolean ready = receivers.stream().anyMatch(i -> i.phase() == Phase.READY);
        // With none ready, the one that was so last gets the traffic: it may still do better than nothing.
        Optional<Instance> lastResort = receivers.stream()
                .filter(i -> !ready && i.phase() == Phase.UNREADY)
                .max(Comparator.comparingLong(Instance::since));
        List<Routes.Backend> backends = new ArrayList<>();
        for (Instance i : receivers) {
            boolean active = i.phase() == Phase.READY
                    || lastResort.map(l -> l.id().equals(i.id())).orElse(false);
            if (active || i.served()) {
                backends.add(new Routes.Backend(
                        i.id(),
                        new HostPort(i.address(), i.ports().get(name)),
                        active ? Routes.Rotation.ACTIVE : Routes.Rotation.DRAINING,
                        weight(i),
                        i.process() + "#" + i.slot()));
            }
        }
        return new Routes.Service(
                name,
                service.on(),
                backends,
                hold(service, name),
                service.spec().spread(),
                service.spec().rules());
    }

    private int weight(Instance i) {
        Desired d = desired.get(i.process());
        return (d == null ? Policy.DEFAULT : d.policy()).weight();
    }

    private Routes.Hold hold(Intent.Service service, String name) {
        long hold = service.spec().hold().toMillis();
        boolean coming = intent.processes().values().stream()
                .filter(p -> p.template().receives().contains(name))
                .anyMatch(p -> comes(p.template().name(), hold));
        return coming && hold > 0
                ? new Routes.Hold(service.spec().hold(), service.spec().holdMax())
                : Routes.Hold.NONE;
    }

    /** Whether an instance is up, on its way, or will be tried sooner than a held connection is given up. */
    private boolean comes(String process, long hold) {
        Desired d = desired.get(process);
        ProcessState s = states.get(process);
        if (d == null
                || s == null
                || !d.kept()
                || !(d.goal().exists() || d.fallback().exists())) {
            return false;
        }
        if (s.instances().stream().anyMatch(i -> i.phase().active())) {
            return true;
        }
        boolean fails = s.failed().equals(d.goal().version());
        var goal = d.goal().exists() && !(fails && d.fallback().exists()) ? d.goal() : d.fallback();
        for (int index = 0; index < goal.policy().replicas(); index++) {
            Optional<Slot> slot = s.slot(goal.version(), index);
            if (slot.map(Slot::completed).orElse(false)) {
                continue;
            }
            long due = slot.map(Slot::notBefore).orElse(now) - hold;
            if (due <= now) {
                return true;
            }
            wakeAt = Math.min(wakeAt, due);
        }
        return false;
    }
}

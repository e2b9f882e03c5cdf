package dev.launcho.core.reconcile;

import dev.launcho.core.intent.Intent;
import dev.launcho.core.model.DesiredState;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.Slot;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A builder of the routing table from the present instances. Pure. */
final class RouteBuilder {
    private final Intent intent;
    private final Map<String, ProcessState> states;
    private final Map<String, DesiredState> desired;
    private final long now;
    private long wakeAt = Plan.NEVER;

    private RouteBuilder(Intent intent, Map<String, ProcessState> states, Map<String, DesiredState> desired, long now) {
        this.intent = intent;
        this.states = states;
        this.desired = desired;
        this.now = now;
    }

    /** @param wakeAt when the table changes even if nothing happens */
    record Result(Routes routes, long wakeAt) {}

    static Result build(Intent intent, Map<String, ProcessState> states, Map<String, DesiredState> desired, long now) {
        RouteBuilder builder = new RouteBuilder(intent, states, desired, now);
        List<Routes.Service> services = new ArrayList<>();
        for (Intent.Service service : intent.services()) {
            services.add(builder.service(service));
        }
        return new Result(new Routes(services), builder.wakeAt);
    }

    private Routes.Service service(Intent.Service service) {
        String name = service.spec().name();
        List<Instance> receivers = receivers(name);
        Optional<Instance> lastResort = lastResort(receivers);
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

    private List<Instance> receivers(String service) {
        List<Instance> receivers = new ArrayList<>();
        for (ProcessState s : states.values()) {
            for (Instance i : s.instances()) {
                if (i.phase() != Phase.EXITED && i.ports().containsKey(service)) {
                    receivers.add(i);
                }
            }
        }
        return receivers;
    }

    /**
     * Returns the instance that was ready last, if none is ready now: it may still serve some of the traffic. That of an
     * instance whose port a stranger has would go to the stranger.
     */
    private static Optional<Instance> lastResort(List<Instance> receivers) {
        Optional<Instance> last = Optional.empty();
        for (Instance i : receivers) {
            if (i.phase() == Phase.READY) {
                return Optional.empty();
            }
            if (i.phase() == Phase.UNREADY
                    && !i.probe().isStrangerAt(i.address())
                    && (last.isEmpty() || i.since() > last.get().since())) {
                last = Optional.of(i);
            }
        }
        return last;
    }

    private int weight(Instance i) {
        DesiredState d = desired.get(i.process());
        return (d == null ? Policy.DEFAULT : d.policy()).weight();
    }

    private Routes.Hold hold(Intent.Service service, String name) {
        long hold = service.spec().hold().toMillis();
        for (Intent.Process p : intent.processes().values()) {
            boolean comes =
                    p.template().receives().contains(name) && comes(p.template().name(), hold);
            if (comes && hold > 0) {
                return new Routes.Hold(service.spec().hold(), service.spec().holdMax());
            }
        }
        return Routes.Hold.NONE;
    }

    /** Returns whether an instance is active, or will be launched before a held connection is given up. */
    private boolean comes(String process, long hold) {
        DesiredState d = desired.get(process);
        ProcessState s = states.get(process);
        if (d == null
                || s == null
                || !d.kept()
                || !(d.goal().exists() || d.fallback().exists())) {
            return false;
        }
        for (Instance i : s.instances()) {
            if (i.phase().active()) {
                return true;
            }
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

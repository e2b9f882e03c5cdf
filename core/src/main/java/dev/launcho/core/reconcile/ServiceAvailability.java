package dev.launcho.core.reconcile;

import dev.launcho.core.intent.Intent;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.UnavailableAction;
import dev.launcho.core.plan.Plan;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The availability of services: when each last had a ready instance, and which are to be closed ({@link
 * UnavailableAction#CLOSE}). A service that never had a ready instance is closed from the beginning. A service that takes
 * over the address of another one, as under a new name, inherits its history.
 *
 * <p>The reconciler's thread only.
 */
final class ServiceAvailability {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long NOW = Long.MAX_VALUE;

    private Map<String, Seen> seen = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private boolean begun;

    /** @param ready when an instance was last ready; {@link #NOW} if one is, {@link #NEVER} if none ever was */
    private record Seen(HostPort on, long ready) {}

    /** Returns the table with unavailable services closed, and when it changes even if nothing happens. */
    RouteBuilder.Result of(RouteBuilder.Result built, Intent intent, Map<String, ProcessState> states, long now) {
        look(intent, states.values(), now);
        closed.clear();
        long wakeAt = built.wakeAt();
        for (Intent.Service service : intent.services()) {
            ServiceSpec spec = service.spec();
            long closes = closesAt(spec);
            if (closes <= now) {
                closed.add(spec.name());
            } else {
                wakeAt = Math.min(wakeAt, closes);
            }
        }
        List<Routes.Service> services = new ArrayList<>();
        built.routes().services().forEach(s -> services.add(closed.contains(s.name()) ? s.closed() : s));
        return new RouteBuilder.Result(new Routes(services), wakeAt);
    }

    /** Returns whether the service was closed in the last table. */
    boolean isClosed(String service) {
        return closed.contains(service);
    }

    private long closesAt(ServiceSpec spec) {
        long ready = seen.get(spec.name()).ready();
        if (spec.unavailable() == UnavailableAction.RESET || ready == NOW) {
            return Plan.NEVER;
        }
        return ready == NEVER ? NEVER : ready + spec.hold().toMillis();
    }

    private void look(Intent intent, Collection<ProcessState> states, long now) {
        Map<String, Seen> next = new HashMap<>();
        for (Intent.Service service : intent.services()) {
            String name = service.spec().name();
            long before = before(intent, service).map(Seen::ready).orElse(NEVER);
            boolean ready = receives(states, name, i -> i.phase() == Phase.READY);
            // An instance of an earlier server may have been ready until now.
            boolean was = before == NOW
                    || !begun
                            && receives(
                                    states, name, i -> i.adopted() && i.phase().active());
            next.put(name, new Seen(service.on(), ready ? NOW : was ? now : before));
        }
        seen = next;
        begun = true;
    }

    private Optional<Seen> before(Intent intent, Intent.Service service) {
        Seen own = seen.get(service.spec().name());
        return own != null
                ? Optional.of(own)
                : seen.entrySet().stream()
                        .filter(e -> e.getValue().on().equals(service.on())
                                && intent.on(e.getKey()).isEmpty())
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    private static boolean receives(Collection<ProcessState> states, String service, Predicate<Instance> which) {
        for (ProcessState s : states) {
            for (Instance i : s.instances()) {
                if (i.ports().containsKey(service) && which.test(i)) {
                    return true;
                }
            }
        }
        return false;
    }
}

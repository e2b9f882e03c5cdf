package dev.launcho.core.simulation;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.UnavailableAction;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.util.HashMap;
import java.util.Map;

/**
 * 1, too: a service is closed only if it is to be ({@code unavailable: close}), while none of its instances is ready, and not
 * before none has been for {@code hold}. When all is calm it is closed exactly then.
 */
final class ClosedServices implements Invariant {
    private static final String NAME = "closed services";
    private static final long NEVER = Long.MIN_VALUE;
    private static final long NOW = Long.MAX_VALUE;

    private Map<String, Seen> seen = new HashMap<>();

    /** Whether the server has made no table yet in this life. */
    private boolean first = true;

    /** @param ready until when one of its instances was ready; {@link #NOW} if one is, {@link #NEVER} if none was */
    private record Seen(HostPort on, long ready) {}

    @Override
    public void stepped(Universe u) {
        if (!u.stirred() || u.snapshot().stopping()) {
            return;
        }
        Map<String, Seen> next = new HashMap<>();
        for (Routes.Service service : u.balancer().table().services()) {
            long until = readyUntil(u, service);
            next.put(service.name(), new Seen(service.on(), until));
            if (!service.open()) {
                judge(u, service, until);
            }
        }
        seen = next;
        first = false;
    }

    private static void judge(Universe u, Routes.Service closed, long readyUntil) {
        String name = closed.name();
        ServiceSpec spec = u.snapshot().intent().target().service(name).orElseThrow();
        if (spec.unavailable() != UnavailableAction.CLOSE) {
            throw new Violation(NAME, name + " is closed, and must not be");
        }
        if (readyUntil == NOW) {
            throw new Violation(NAME, name + " is closed while an instance is ready");
        }
        if (readyUntil != NEVER && u.now() - readyUntil < spec.hold().toMillis()) {
            throw new Violation(NAME, name + " is closed " + (u.now() - readyUntil) + " ms after the last was ready");
        }
    }

    /** One that the last server has left may have been ready until now. */
    private long readyUntil(Universe u, Routes.Service service) {
        if (isReady(u, service.name())) {
            return NOW;
        }
        long before = before(u, service).ready();
        boolean left = first
                && receives(u, service.name(), i -> i.adopted() && i.phase().active());
        return left || before == NOW ? u.now() : before;
    }

    /** A service with a new name in the place of another one takes over what is known of that. */
    private Seen before(Universe u, Routes.Service service) {
        Seen own = seen.get(service.name());
        if (own != null) {
            return own;
        }
        return seen.entrySet().stream()
                .filter(e -> e.getValue().on().equals(service.on()) && !isWanted(u, e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(new Seen(service.on(), NEVER));
    }

    private static boolean isWanted(Universe u, String service) {
        return u.snapshot().intent().target().service(service).isPresent();
    }

    private static boolean isReady(Universe u, String service) {
        return receives(u, service, i -> i.phase() == Phase.READY);
    }

    private interface Which {
        boolean test(Instance i);
    }

    private static boolean receives(Universe u, String service, Which which) {
        for (ProcessState p : u.snapshot().states().values()) {
            for (Instance i : p.instances()) {
                if (i.ports().containsKey(service) && which.test(i)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void ended(Universe u) {
        seen = new HashMap<>();
        first = true;
    }

    @Override
    public void calm(Universe u) {
        for (Routes.Service service : u.balancer().table().services()) {
            ServiceSpec spec =
                    u.snapshot().intent().target().service(service.name()).orElseThrow();
            boolean closes = spec.unavailable() == UnavailableAction.CLOSE && !isReady(u, service.name());
            if (service.open() == closes) {
                throw new Violation(NAME, service.name() + (closes ? " is open and serves nobody" : " is closed"));
            }
        }
    }
}

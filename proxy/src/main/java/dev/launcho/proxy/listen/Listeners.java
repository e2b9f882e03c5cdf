package dev.launcho.proxy.listen;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.relay.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings the listening sockets to what is wanted. An open address is never closed to be opened again: it is kept, or
 * given to the service that wants it now. A new address is opened before an old one is closed, unless they overlap; where
 * it can't be opened the service's old one goes on until it can.
 *
 * <p>Confined to the {@link ListenThread}; blocks.
 */
final class Listeners {
    private final Engine engine;
    private final Arrivals arrivals;
    private final LoadBalancer.Listener listener;
    private final List<OpenAddress> open = new ArrayList<>();
    private final Map<String, Told> told = new HashMap<>();

    /** What was told of a service last, so that it is told once. An empty problem is none. */
    private record Told(HostPort on, String problem) {}

    Listeners(Engine engine, Arrivals arrivals, LoadBalancer.Listener listener) {
        this.engine = engine;
        this.arrivals = arrivals;
        this.listener = listener;
    }

    /** Returns whether everything is open; if not it is to be called again. */
    boolean reconcile(Routes wanted) {
        open.removeIf(address -> !address.isOpen());
        told.keySet()
                .retainAll(wanted.services().stream().map(Routes.Service::name).toList());
        return new Round().run(wanted.services());
    }

    void close() {
        open.forEach(OpenAddress::close);
        open.clear();
    }

    private void tell(Routes.Service service, String problem) {
        Told now = new Told(service.on(), problem);
        if (now.equals(told.put(service.name(), now))) {
            return;
        }
        if (problem.isEmpty()) {
            listener.listening(service.name());
        } else {
            listener.listenFailed(service.name(), problem);
        }
    }

    /** One reconciliation. */
    private final class Round {
        private final Set<OpenAddress> claimed = new HashSet<>();
        private final Set<String> failed = new HashSet<>();
        private final List<Routes.Service> afterClosing = new ArrayList<>();

        boolean run(List<Routes.Service> services) {
            List<Routes.Service> missing = new ArrayList<>();
            for (Routes.Service service : services) {
                unclaimed(address -> address.on().equals(service.on()))
                        .ifPresentOrElse(address -> claim(address, service), () -> missing.add(service));
            }
            missing.forEach(service -> open(service, false));
            List.copyOf(afterClosing).forEach(service -> open(service, true));
            close(address -> !claimed.contains(address) && !failed.contains(address.service()));
            return failed.isEmpty();
        }

        private void open(Routes.Service service, boolean mayClose) {
            try {
                InetSocketAddress address = new InetSocketAddress(
                        InetAddress.getByName(service.on().host()), service.on().port());
                Optional<OpenAddress> same = unclaimed(it -> it.isAt(address));
                Optional<OpenAddress> taken =
                        claimed.stream().filter(it -> it.overlaps(address)).findFirst();
                if (same.isPresent()) {
                    claim(same.get(), service);
                } else if (taken.isPresent()) {
                    fail(service, BindProblem.takenBy(service.on(), taken.get().service()));
                } else if (!mayClose && unclaimed(it -> it.overlaps(address)).isPresent()) {
                    afterClosing.add(service);
                } else {
                    close(it -> !claimed.contains(it) && it.overlaps(address));
                    OpenAddress opened = new OpenAddress(service.name(), service.on(), address, engine, arrivals);
                    open.add(opened);
                    claim(opened, service);
                }
            } catch (IOException cause) {
                fail(service, BindProblem.describe(service.on(), cause));
            }
        }

        private void claim(OpenAddress address, Routes.Service service) {
            address.give(service.name(), service.on());
            claimed.add(address);
            tell(service, "");
        }

        private void fail(Routes.Service service, String problem) {
            failed.add(service.name());
            String meanwhile = unclaimed(address -> address.service().equals(service.name()))
                    .map(old -> "; until it can be opened, " + old.on() + " goes on")
                    .orElse("");
            tell(service, problem + meanwhile);
        }

        private void close(Predicate<OpenAddress> which) {
            open.removeIf(address -> {
                boolean close = which.test(address);
                if (close) {
                    address.close();
                }
                return close;
            });
        }

        private Optional<OpenAddress> unclaimed(Predicate<OpenAddress> which) {
            return open.stream()
                    .filter(address -> !claimed.contains(address))
                    .filter(which)
                    .findFirst();
        }
    }
}

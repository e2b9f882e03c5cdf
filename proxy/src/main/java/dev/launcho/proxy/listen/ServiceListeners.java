package dev.launcho.proxy.listen;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.ListeningState;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.names.HostNames;
import dev.launcho.proxy.relay.Engine;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The listening sockets of all services, brought in line with the wanted table. Each change is reported to the listener. An
 * open address is never closed and opened again: it is kept, or given to the service that wants it now. A new address is
 * opened before an old one is closed, unless they overlap. If the new address can't be opened or is not known yet, the
 * service keeps its old one until the new one is open.
 *
 * <p>Confined to the {@link ListenThread}; blocks, but never for a name server.
 */
final class ServiceListeners {
    private final Engine engine;
    private final ConnectionContext context;
    private final HostNames names;
    private final LoadBalancer.Listener listener;
    private final List<OpenAddress> open = new ArrayList<>();
    private final Map<String, Told> told = new HashMap<>();

    /**
     * The last report on a service, kept so that nothing is reported twice.
     *
     * @param at the addresses at which it was open last
     */
    private record Told(HostPort on, ListeningState how, Set<InetSocketAddress> at) {}

    ServiceListeners(Engine engine, ConnectionContext context, HostNames names, LoadBalancer.Listener listener) {
        this.engine = engine;
        this.context = context;
        this.names = names;
        this.listener = listener;
    }

    /** Returns whether every wanted socket is open; if not, call it again later. */
    boolean reconcile(Routes wanted) {
        open.removeIf(address -> !address.isOpen());
        told.keySet()
                .retainAll(wanted.services().stream().map(Routes.Service::name).toList());
        List<ListenAddresses> wheres = wanted.services().stream()
                .map(service -> ListenAddresses.of(service, names))
                .toList();
        names.keep(wheres.stream().map(where -> where.on().host()).collect(Collectors.toSet()));
        List<ListenAttempt> attempts = new ListenRound(open, this::open).run(wheres);
        attempts.forEach(this::tell);
        return attempts.stream().noneMatch(ListenAttempt::lacks);
    }

    void close() {
        open.forEach(OpenAddress::close);
        open.clear();
    }

    private OpenAddress open(ListenAddresses where, InetSocketAddress address) throws IOException {
        return new OpenAddress(where.service().name(), where.on(), address, engine, context);
    }

    private void tell(ListenAttempt attempt) {
        String service = attempt.service();
        HostPort on = attempt.where().on();
        Told before = told.get(service);
        Set<InetSocketAddress> at = Set.copyOf(attempt.addresses());
        if (before != null && !at.isEmpty() && before.on().equals(on) && moved(before.at(), at)) {
            listener.moved(
                    service,
                    on,
                    attempt.addresses().stream()
                            .map(NetUtil::toSocketAddressString)
                            .toList());
        }
        ListeningState how = how(attempt);
        told.put(service, new Told(on, how, at.isEmpty() && before != null ? before.at() : at));
        if (before == null || !before.on().equals(on) || !before.how().equals(how)) {
            how.accept(new Telling(service)).run();
        }
    }

    private static boolean moved(Set<InetSocketAddress> from, Set<InetSocketAddress> to) {
        return !from.isEmpty() && !from.equals(to);
    }

    private ListeningState how(ListenAttempt attempt) {
        if (attempt.isOpen()) {
            return new ListeningState.Open(attempt.problem());
        }
        if (!attempt.where().service().open()) {
            return new ListeningState.Closed();
        }
        if (attempt.where().pending()) {
            return new ListeningState.LookingUp(attempt.where().on().host());
        }
        String old = open.stream()
                .filter(address -> address.service().equals(attempt.service()))
                .map(address -> NetUtil.toSocketAddressString(address.bound()))
                .collect(Collectors.joining(", "));
        String meanwhile = old.isEmpty() ? "" : "; until it can be opened, " + old + " keeps listening";
        return new ListeningState.Failed(attempt.problem() + meanwhile);
    }

    /** The call of the listener for each state of a service. */
    private final class Telling implements ListeningState.Visitor<Runnable> {
        private final String service;

        Telling(String service) {
            this.service = service;
        }

        @Override
        public Runnable open(ListeningState.Open state) {
            return state.detail().isEmpty()
                    ? () -> listener.listening(service)
                    : () -> listener.listeningPartly(service, state.detail());
        }

        @Override
        public Runnable opening(ListeningState.Opening state) {
            return () -> listener.listenFailed(service, state.problem());
        }

        @Override
        public Runnable lookingUp(ListeningState.LookingUp state) {
            return () -> listener.lookingUp(service, state.host());
        }

        @Override
        public Runnable failed(ListeningState.Failed state) {
            return () -> listener.listenFailed(service, state.problem());
        }

        @Override
        public Runnable closed(ListeningState.Closed state) {
            return () -> listener.closed(service);
        }
    }
}

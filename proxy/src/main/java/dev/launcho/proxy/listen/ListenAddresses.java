package dev.launcho.proxy.listen;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.names.HostNames;
import dev.launcho.proxy.names.LocalHosts;
import dev.launcho.proxy.names.NameAnswer;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The addresses at which a service should listen, as far as they are known now.
 *
 * @param literal whether the target gives an address, not a name; it has precedence over an address of a name
 * @param addresses all of them; empty if they are not known, or if the service should not listen
 * @param pending whether the name is being looked up for the first time
 * @param problem why the addresses are not known or may be out of date; empty if there is no problem
 */
record ListenAddresses(
        Routes.Service service, boolean literal, List<InetSocketAddress> addresses, boolean pending, String problem) {

    /** Returns the addresses of a service. Never blocks. */
    static ListenAddresses of(Routes.Service service, HostNames names) {
        HostPort on = service.on();
        boolean literal = LocalHosts.isLiteral(on.host());
        // The name of a closed service is looked up, too, so that the service can open at once.
        NameAnswer answer = names.answer(on.host());
        if (!service.open()) {
            return new ListenAddresses(service, literal, List.of(), false, "");
        }
        return answer.accept(new FromAnswer(service, literal));
    }

    /** The addresses of a service that should listen. */
    private record FromAnswer(Routes.Service service, boolean literal) implements NameAnswer.Visitor<ListenAddresses> {
        @Override
        public ListenAddresses known(NameAnswer.Known known) {
            HostPort on = service.on();
            List<InetSocketAddress> all = known.addresses().stream()
                    .map(address -> new InetSocketAddress(address, on.port()))
                    .toList();
            return new ListenAddresses(service, literal, all, false, known.failing() ? NameProblem.failing(on) : "");
        }

        @Override
        public ListenAddresses pending(NameAnswer.Pending pending) {
            return new ListenAddresses(service, literal, List.of(), true, "");
        }

        @Override
        public ListenAddresses failed(NameAnswer.Failed failed) {
            return new ListenAddresses(service, literal, List.of(), false, NameProblem.describe(service.on(), failed));
        }
    }

    HostPort on() {
        return service.on();
    }
}

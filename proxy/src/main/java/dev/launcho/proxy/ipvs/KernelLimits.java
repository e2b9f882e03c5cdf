package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.BalancerCapabilities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The features of a service that the kernel lacks; measured, see {@code docs/ipvs.md}. Immutable. */
public final class KernelLimits implements BalancerCapabilities {
    private static final String OTHERWISE = ", or set server.balancer: netty";

    @Override
    public List<Shortfall> shortfalls(ServiceSpec service, Optional<HostPort> on) {
        List<Shortfall> found = new ArrayList<>();
        on.flatMap(KernelLimits::refusal).ifPresent(why -> found.add(new Shortfall(true, "on", why)));
        on.map(Address::of)
                .filter(address -> address.isV6() && address.isLoopback())
                .ifPresent(v6 -> found.add(new Shortfall(
                        false,
                        "on",
                        "the kernel joins " + v6 + " to processes that listen on ::1 only, not on 127.0.0.1")));
        on.filter(Address::isLocalhost)
                .ifPresent(localhost -> found.add(new Shortfall(
                        false, "on", localhost + " is 127.0.0.1 only, not ::1, with server.balancer: ipvs")));
        if (!service.hold().isZero()) {
            found.add(new Shortfall(
                    false,
                    "hold",
                    "the kernel holds no connections (server.balancer: ipvs): while no process is ready, clients are"
                            + " refused at once"));
        }
        if (service.spread().balance() == BalanceAlgorithm.SOURCE) {
            found.add(new Shortfall(
                    false,
                    "balance",
                    "when a process comes or goes, the kernel (server.balancer: ipvs, scheduler sh) gives most clients"
                            + " another one, not only its own"));
        }
        if (!service.spread().slowStart().isZero()) {
            found.add(new Shortfall(
                    false, "slow_start", "the kernel (server.balancer: ipvs) gives a process its whole share at once"));
        }
        rules(service.rules())
                .forEach((key, what) -> found.add(new Shortfall(
                        true, key, "the kernel " + what + " (server.balancer: ipvs); leave it out" + OTHERWISE)));
        return found;
    }

    /** Returns the rules that the service asks for and the kernel lacks, by key. */
    private static Map<String, String> rules(ConnectionRules rules) {
        Map<String, String> found = new LinkedHashMap<>();
        if (rules.send() != ProxyProtocol.NONE) {
            found.put("proxy_protocol", "writes no PROXY protocol header");
        }
        if (!rules.acceptFrom().isEmpty()) {
            found.put("accept_proxy", "reads no PROXY protocol header");
        }
        if (rules.most() > 0) {
            found.put("max_connections", "doesn't limit the connections of a service");
        }
        if (rules.mostPerSource() > 0) {
            found.put("max_connections_per_source", "doesn't limit the connections of a client");
        }
        if (!rules.idle().isZero()) {
            found.put("idle_timeout", "has the same idle time-out for all of its connections (ipvsadm --set)");
        }
        return found;
    }

    /** Returns why a service can't have this address; empty if it can. */
    static Optional<String> refusal(HostPort on) {
        Address address = Address.of(on);
        String instead = "; write 127.0.0.1:" + on.port() + OTHERWISE;
        if (!address.isLiteral()) {
            return Optional.of(on + ": the kernel needs an address instead of a name" + instead);
        }
        if (address.isWildcard()) {
            return Optional.of(on + ": the kernel takes no connection on a wildcard address" + instead);
        }
        if (!address.isLoopback()) {
            return Optional.of(on + ": the kernel can't bring other machines' connections to processes that listen on"
                    + " loopback addresses" + instead);
        }
        return Optional.empty();
    }
}

package dev.launcho.core.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What holds for each connection of a service.
 *
 * @param send which header its backends get
 * @param acceptFrom whose own header is read, and believed; other peers are taken as they are
 * @param most clients at the same time, the rest waits in the kernel's backlog; 0 = as many as descriptors allow
 * @param mostPerSource clients of one address at the same time, the rest is reset; 0 = any number
 * @param idle how long nothing may move before both sides are reset; zero = for ever
 */
public record ConnectionRules(ProxyProtocol send, List<Cidr> acceptFrom, int most, int mostPerSource, Duration idle) {
    public static final ConnectionRules NONE = new ConnectionRules(ProxyProtocol.NONE, List.of(), 0, 0, Duration.ZERO);

    public ConnectionRules {
        acceptFrom = List.copyOf(acceptFrom);
    }

    /** Whether a peer's header is read. */
    public boolean trusts(InetAddress peer) {
        for (Cidr network : acceptFrom) {
            if (network.contains(peer)) {
                return true;
            }
        }
        return false;
    }
}

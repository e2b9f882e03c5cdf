package dev.launcho.core.model;

import dev.launcho.core.text.Cidr;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The rules for each connection of a service.
 *
 * @param send PROXY header that its backends get
 * @param acceptFrom peers whose PROXY header is read and trusted; no header is read from other peers
 * @param most clients at the same time, the rest waits in the kernel's backlog; 0 = as many as descriptors allow
 * @param mostPerSource clients of one source (an IPv4 address, or a /64 of IPv6) at the same time, the rest is reset; 0 = any number
 * @param idle time without a byte in either direction after which both sides are reset; zero = no limit
 */
public record ConnectionRules(ProxyProtocol send, List<Cidr> acceptFrom, int most, int mostPerSource, Duration idle) {
    public static final ConnectionRules NONE = new ConnectionRules(ProxyProtocol.NONE, List.of(), 0, 0, Duration.ZERO);

    public ConnectionRules {
        acceptFrom = List.copyOf(acceptFrom);
    }

    /** Returns whether a peer's PROXY header is read. */
    public boolean trusts(InetAddress peer) {
        for (Cidr network : acceptFrom) {
            if (network.contains(peer)) {
                return true;
            }
        }
        return false;
    }
}

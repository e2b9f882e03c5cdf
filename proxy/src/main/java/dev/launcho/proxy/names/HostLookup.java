package dev.launcho.proxy.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** A look-up of a host's addresses. Any thread. */
@FunctionalInterface
public interface HostLookup {
    /**
     * Returns the addresses of a host. Blocks; if no name server answers, until the system's resolver gives up.
     *
     * @param host a name, not a literal address
     * @return one or more addresses
     * @throws UnknownHostException if the host has no address, or no name server has answered
     */
    List<InetAddress> addresses(String host) throws UnknownHostException;
}

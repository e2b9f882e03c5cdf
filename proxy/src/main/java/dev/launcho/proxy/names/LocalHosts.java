package dev.launcho.proxy.names;

import dev.launcho.core.net.SocketFailures;
import dev.launcho.core.text.Ipv4Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The hosts whose addresses need no name server: literal addresses, and {@code localhost} (RFC 6761, 6.3). */
public final class LocalHosts {
    private LocalHosts() {}

    /** Returns whether a host is a literal address, not a name. */
    public static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || Ipv4Text.hasShape(host);
    }

    /**
     * Returns the addresses of a host that needs no look-up.
     *
     * @return empty for a name that has to be looked up
     * @throws UnknownHostException if the literal address is malformed, or this machine does not have its zone
     */
    public static Optional<List<InetAddress>> addresses(String host) throws UnknownHostException {
        if (isLiteral(host)) {
            return Optional.of(List.of(literal(host)));
        }
        return isLocalhost(host) ? Optional.of(loopback()) : Optional.empty();
    }

    private static InetAddress literal(String host) throws UnknownHostException {
        if (host.indexOf(':') >= 0) {
            // The JDK takes a host in brackets as a literal or refuses it, but never looks it up.
            return InetAddress.getByName("[" + host + "]");
        }
        if (!Ipv4Text.isAddress(host)) {
            throw new UnknownHostException(host + " is no IPv4 address: its numbers go from 0 to 255");
        }
        return InetAddress.getByName(host);
    }

    private static boolean isLocalhost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("localhost.");
    }

    /** Returns {@code 127.0.0.1}, and {@code ::1} if this machine has it now. */
    private static List<InetAddress> loopback() {
        try {
            List<InetAddress> all = new ArrayList<>();
            all.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            byte[] one = new byte[16];
            one[15] = 1;
            InetAddress v6 = Inet6Address.getByAddress(one);
            if (SocketFailures.hasIpv6Loopback()) {
                all.add(v6);
            }
            return all;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

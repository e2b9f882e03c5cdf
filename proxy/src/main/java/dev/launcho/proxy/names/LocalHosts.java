package dev.launcho.proxy.names;

import dev.launcho.core.net.SocketFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The hosts whose addresses need no name server: literal addresses, and {@code localhost} (RFC 6761, 6.3). */
public final class LocalHosts {
    private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private LocalHosts() {}

    /** Returns whether a host is a literal address, not a name. */
    public static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || V4.matcher(host).matches();
    }

    /**
     * Returns the addresses of a host that needs no look-up.
     *
     * @return empty for a name that has to be looked up
     * @throws UnknownHostException if the literal address is malformed, or this machine does not have its zone
     */
    public static Optional<List<InetAddress>> addresses(String host) throws UnknownHostException {
        if (isLiteral(host)) {
            // The JDK takes a host in brackets as a literal or refuses it, but never looks it up.
            return Optional.of(List.of(InetAddress.getByName(host.indexOf(':') >= 0 ? "[" + host + "]" : host)));
        }
        return isLocalhost(host) ? Optional.of(loopback()) : Optional.empty();
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

package dev.launcho.proxy.header;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Both ends of a client's connection. IPv4 addresses that came as IPv6 ones are IPv4 here, and both ends are of one family.
 *
 * @param local which address the client has connected to, here or at a proxy in front
 */
public record Ends(InetSocketAddress client, InetSocketAddress local) {
    /** Empty if one of them is not known, or they are of two families. */
    public static Optional<Ends> of(@Nullable InetSocketAddress client, @Nullable InetSocketAddress local) {
        if (client == null || local == null) {
            return Optional.empty();
        }
        Ends ends = new Ends(unmapped(client), unmapped(local));
        boolean sameFamily = ends.isIpv4() == ends.local.getAddress() instanceof Inet4Address;
        return sameFamily ? Optional.of(ends) : Optional.empty();
    }

    boolean isIpv4() {
        return client.getAddress() instanceof Inet4Address;
    }

    /** Without a scope, which means something on one host only. */
    static String literal(InetAddress address) {
        return NetUtil.toAddressString(withoutScope(address));
    }

    private static InetSocketAddress unmapped(InetSocketAddress address) {
        return new InetSocketAddress(withoutScope(address.getAddress()), address.getPort());
    }

    /** The JDK makes an IPv4 address of the bytes of a mapped one. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("every address has 4 or 16 bytes", e);
        }
    }
}

package dev.launcho.proxy.header;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two addresses of a client's connection. Both belong to one family; IPv4-mapped IPv6 addresses are turned into IPv4.
 *
 * @param local the address that the client has connected to, here or at a proxy in front
 */
public record ProxyAddresses(InetSocketAddress client, InetSocketAddress local) {
    /** Returns the pair of addresses; empty if one is unknown, or if they belong to different families. */
    public static Optional<ProxyAddresses> of(@Nullable InetSocketAddress client, @Nullable InetSocketAddress local) {
        if (client == null || local == null) {
            return Optional.empty();
        }
        ProxyAddresses ends = new ProxyAddresses(unmapped(client), unmapped(local));
        boolean sameFamily = ends.isIpv4() == ends.local.getAddress() instanceof Inet4Address;
        return sameFamily ? Optional.of(ends) : Optional.empty();
    }

    boolean isIpv4() {
        return client.getAddress() instanceof Inet4Address;
    }

    /** Returns the address as text, without its scope, which has a meaning on one host only. */
    static String literal(InetAddress address) {
        return NetUtil.toAddressString(withoutScope(address));
    }

    private static InetSocketAddress unmapped(InetSocketAddress address) {
        return new InetSocketAddress(withoutScope(address.getAddress()), address.getPort());
    }

    /** Returns the address without its scope; the JDK turns the bytes of an IPv4-mapped address into an IPv4 address. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("every address has 4 or 16 bytes", e);
        }
    }
}

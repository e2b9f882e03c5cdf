package dev.launcho.core.spec;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.Ipv4Text;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks and compares addresses without any name look-up. */
public final class AddressComparison {
    /** RFC 1123 labels, and {@code _}, which internal names use. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_-]+)*\\.?");

    private AddressComparison() {}

    /** Returns what was expected instead, if the host can't be one. */
    static Optional<String> fault(HostPort address) {
        return isHost(address.host()) ? Optional.empty() : Optional.of("an IP address or a host name before the port");
    }

    /** Returns whether a text without brackets can be a literal address, or the name of a host. */
    public static boolean isHost(String text) {
        if (text.indexOf(':') >= 0) {
            return normalV6(text).isPresent();
        }
        return Ipv4Text.hasShape(text)
                ? Ipv4Text.isAddress(text)
                : NAME.matcher(text).matches() && !text.matches("[0-9.]+");
    }

    /**
     * Returns whether an address overlaps with every other address of its port. {@code [::]} takes IPv4 connections
     * too, and Java binds {@code 0.0.0.0} as {@code [::]} where it can.
     */
    static boolean isWildcard(HostPort normal) {
        return normal.host().equals("0.0.0.0") || normal.host().equals("0:0:0:0:0:0:0:0");
    }

    /** Returns one spelling for each address. Two different host names count as different addresses. */
    static HostPort normal(HostPort address) {
        return new HostPort(normal(address.host()), address.port());
    }

    private static String normal(String host) {
        if (host.indexOf(':') >= 0) {
            return normalV6(host).orElse(host);
        }
        String name = host.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return name.equals("localhost") ? "127.0.0.1" : name;
    }

    /**
     * Returns one spelling of an IPv6 literal: {@code ::1} and {@code 0:0:0:0:0:0:0:1} are one address,
     * {@code ::ffff:1.2.3.4} is an IPv4 one.
     */
    private static Optional<String> normalV6(String host) {
        int zone = host.indexOf('%');
        String literal = zone < 0 ? host : host.substring(0, zone);
        if (!literal.matches("[0-9A-Fa-f:.]+") || zone == host.length() - 1) {
            return Optional.empty();
        }
        try {
            // In brackets the text is read as a literal or refused, without a look-up.
            String address = InetAddress.getByName("[" + literal + "]").getHostAddress();
            return Optional.of(zone < 0 ? address : address + host.substring(zone));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}

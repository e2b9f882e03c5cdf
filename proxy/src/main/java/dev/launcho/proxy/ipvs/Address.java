package dev.launcho.proxy.ipvs;

import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.Ipv4Text;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address and port in the form that ipvsadm prints, so that an address has only one text: {@code 127.0.0.1:5000},
 * {@code [::1]:5000}. A text that is no literal address (a name, a firewall mark) stays as it was written.
 */
record Address(String text) {
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Returns the address of a text. Never throws, never asks a name server. */
    static Address of(String text) {
        try {
            HostPort address = HostPort.parse(text);
            return new Address(new HostPort(literal(address.host()), address.port()).toString());
        } catch (IllegalArgumentException notHostAndPort) {
            return new Address(text);
        }
    }

    /** Returns the address; {@code localhost} means 127.0.0.1, since the kernel can't join ::1 to a process that listens there. */
    static Address of(HostPort address) {
        return of((isLocalhost(address) ? new HostPort("127.0.0.1", address.port()) : address).toString());
    }

    static boolean isLocalhost(HostPort address) {
        String host = address.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("localhost.");
    }

    private static String literal(String host) {
        boolean v6 = V6.matcher(host).matches();
        if (!v6 && !Ipv4Text.isAddress(host)) {
            return host;
        }
        try {
            // The JDK takes a host in brackets as a literal or refuses it, but never looks it up.
            InetAddress address = InetAddress.getByName(v6 ? "[" + host + "]" : host);
            byte[] bytes = address.getAddress();
            return bytes.length == 4 ? address.getHostAddress() : shortest(bytes);
        } catch (UnknownHostException notAnAddress) {
            return host;
        }
    }

    /** Returns an IPv6 address with its longest run of zero groups as {@code ::} (RFC 5952, inet_ntop(3)). */
    private static String shortest(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int best = 0;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                best = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (length > 1 && i == best) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    boolean isV6() {
        return text.startsWith("[");
    }

    boolean isLiteral() {
        return isV6() || Ipv4Text.isAddress(host());
    }

    boolean isWildcard() {
        return host().equals("0.0.0.0") || host().equals("[::]");
    }

    boolean isLoopback() {
        return host().startsWith("127.") && isLiteral() || host().equals("[::1]");
    }

    /** Returns the host; an IPv6 address has its brackets. */
    private String host() {
        return text.substring(0, Math.max(0, text.lastIndexOf(':')));
    }

    @Override
    public String toString() {
        return text;
    }
}

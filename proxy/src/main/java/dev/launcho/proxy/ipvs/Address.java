package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address with its port as ipvsadm prints it, so that one address has one text: {@code 127.0.0.1:5000},
 * {@code [::1]:5000}. What is no literal address (a name, a firewall mark) stays as it was written.
 */
record Address(String text) {
    private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Never throws, never asks a name service. */
    static Address of(String text) {
        try {
            HostPort address = HostPort.parse(text);
            return new Address(new HostPort(literal(address.host()), address.port()).toString());
        } catch (IllegalArgumentException notHostAndPort) {
            return new Address(text);
        }
    }

    /** {@code localhost} is taken for 127.0.0.1, as everywhere in a target. */
    static Address of(HostPort address) {
        String host = address.host().toLowerCase(Locale.ROOT);
        return of((host.equals("localhost") ? new HostPort("127.0.0.1", address.port()) : address).toString());
    }

    private static String literal(String host) {
        boolean v6 = V6.matcher(host).matches();
        if (!v6 && !V4.matcher(host).matches()) {
            return host;
        }
        try {
            // In brackets it is read as a literal or refused: no look-up.
            InetAddress address = InetAddress.getByName(v6 ? "[" + host + "]" : host);
            byte[] bytes = address.getAddress();
            return bytes.length == 4 ? address.getHostAddress() : shortest(bytes);
        } catch (UnknownHostException notAnAddress) {
            return host;
        }
    }

    /** The longest run of zero groups as {@code ::} (RFC 5952, inet_ntop(3)). */
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
        return isV6() || V4.matcher(host()).matches();
    }

    boolean isWildcard() {
        return host().equals("0.0.0.0") || host().equals("[::]");
    }

    boolean isLoopback() {
        return host().startsWith("127.") && isLiteral() || host().equals("[::1]");
    }

    /** With its brackets. */
    private String host() {
        return text.substring(0, Math.max(0, text.lastIndexOf(':')));
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.launcho.core.text;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host name or literal address, and a port.
 *
 * @param host without brackets, not empty
 * @param port 1..65535
 */
public record HostPort(String host, int port) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    public HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("no host given");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not in 1..65535");
        }
    }

    /**
     * Reads {@code host:port}, {@code [::1]:port}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("\"" + text + "\" has no port, write HOST:PORT, like 127.0.0.1:5000");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is ambiguous, put an IPv6 address in brackets, like [::1]:5000");
        }
        String port = text.substring(colon + 1);
        if (!NUMBER.matcher(port).matches()) {
            throw new IllegalArgumentException("\"" + port + "\" is not a port, write HOST:PORT, like 127.0.0.1:5000");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    /** Written out for speed, as in {@code Version}: all addresses of a table are compared at each turn. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof HostPort o && port == o.port && host.equals(o.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

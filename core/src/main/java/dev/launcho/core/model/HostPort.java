package dev.launcho.core.model;

/**
 * A host name or literal address, and a port.
 *
 * @param host without brackets, not empty
 * @param port 1..65535
 */
public record HostPort(String host, int port) {
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
        if (!port.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("\"" + port + "\" is not a port, write HOST:PORT, like 127.0.0.1:5000");
        }
        return new HostPort(host, Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

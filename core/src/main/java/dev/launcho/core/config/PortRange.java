package dev.launcho.core.config;

/**
 * Ports from which instances are given theirs.
 *
 * @param start the first
 * @param end one past the last
 */
public record PortRange(int start, int end) {
    /**
     * Outside 32768..60999, from which Linux takes the local ports of outgoing connections (ip(7),
     * {@code ip_local_port_range}): there a port may be in use at any time.
     */
    public static final PortRange DEFAULT = new PortRange(20_000, 30_000);

    /** Below this a port needs a privilege. */
    static final int LEAST = 1024;

    static final int MOST = 65_536;

    public PortRange {
        if (start < LEAST || end > MOST || start >= end) {
            throw new IllegalArgumentException(start + ".." + end + " is no range of ports within 1024..65535");
        }
    }

    public int size() {
        return end - start;
    }

    public boolean contains(int port) {
        return port >= start && port < end;
    }

    /** Whether the kernel's usual range of ephemeral ports is touched: worth a warning. */
    public boolean isEphemeral() {
        return start <= 60_999 && end > 32_768;
    }

    /** {@code 20000-29999}, both ends included. */
    @Override
    public String toString() {
        return start + "-" + (end - 1);
    }
}

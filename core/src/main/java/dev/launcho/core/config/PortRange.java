package dev.launcho.core.config;

/**
 * The range of ports that are leased to instances.
 *
 * @param start the first port
 * @param end one past the last port
 */
public record PortRange(int start, int end) {
    /**
     * Outside 32768..60999, from which Linux usually takes the local ports of outgoing connections: a port in there may
     * be in use at any time. See {@link EphemeralNotice}.
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

    /** Returns {@code 20000-29999}, both ends included. */
    @Override
    public String toString() {
        return start + "-" + (end - 1);
    }
}

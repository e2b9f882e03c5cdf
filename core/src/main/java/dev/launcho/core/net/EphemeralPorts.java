package dev.launcho.core.net;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports that the kernel gives to outgoing connections: {@code net.ipv4.ip_local_port_range} without
 * {@code net.ipv4.ip_local_reserved_ports}. Both apply to IPv6, too. See ip(7).
 *
 * @param range the ports from which the kernel chooses
 * @param reserved ports that the kernel never chooses by itself
 */
public record EphemeralPorts(Span range, List<Span> reserved) {
    /** The ports of a kernel in its default settings. */
    public static final EphemeralPorts USUAL = new EphemeralPorts(new Span(32_768, 60_999), List.of());

    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final Path RESERVED = Path.of("/proc/sys/net/ipv4/ip_local_reserved_ports");

    private static final int LONGEST = 64 * 1024;

    public EphemeralPorts {
        reserved = List.copyOf(reserved);
    }

    /** A range of ports, both ends included. */
    public record Span(int first, int last) {
        boolean has(int port) {
            return port >= first && port <= last;
        }

        @Override
        public String toString() {
            return first == last ? "" + first : first + "-" + last;
        }
    }

    /** Returns the ports as they are now, in this process's network namespace; the usual ones where they can't be read. */
    public static EphemeralPorts read() {
        try {
            return parse(line(RANGE), Files.exists(RESERVED) ? line(RESERVED) : "");
        } catch (IOException | RuntimeException unknown) {
            return USUAL;
        }
    }

    /**
     * @param range {@code 32768 60999}
     * @param reserved {@code 8080,9148-9150}, or nothing
     */
    static EphemeralPorts parse(String range, String reserved) {
        String[] ends = range.strip().split("\\s+");
        List<Span> spans = new ArrayList<>();
        for (String part : reserved.strip().split(",")) {
            if (!part.isBlank()) {
                String[] of = part.strip().split("-");
                spans.add(new Span(Integer.parseInt(of[0]), Integer.parseInt(of[of.length - 1])));
            }
        }
        return new EphemeralPorts(new Span(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])), spans);
    }

    /** Returns whether the kernel may give this port to an outgoing connection. */
    public boolean has(int port) {
        return range.has(port) && reserved.stream().noneMatch(span -> span.has(port));
    }

    /** Returns whether the kernel may give out any of these ports. @param end one past the last */
    public boolean hasAnyOf(int start, int end) {
        for (int port = Math.max(start, range.first()); port < end && port <= range.last(); port++) {
            if (has(port)) {
                return true;
            }
        }
        return false;
    }

    /** Reads a line in one large read: the kernel returns what fits into the first read, and nothing for a second. */
    private static String line(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            byte[] all = new byte[LONGEST];
            return new String(all, 0, Math.max(0, in.read(all)), StandardCharsets.US_ASCII);
        }
    }
}

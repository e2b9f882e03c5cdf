package dev.launcho.core.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The ports that this process may listen on: capabilities(7), ip(7). */
final class PortPrivileges {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path FIRST_FREE = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final String EFFECTIVE = "CapEff:";
    private static final int CAP_NET_BIND_SERVICE = 10;

    private PortPrivileges() {}

    /** Returns whether this process may listen on a port; true where that can't be found out. */
    static boolean mayBind(int port) {
        try {
            return port >= Integer.parseInt(Files.readString(FIRST_FREE).strip())
                    || mayBindAll(Files.readAllLines(STATUS));
        } catch (IOException | NumberFormatException unknown) {
            return true;
        }
    }

    private static boolean mayBindAll(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(EFFECTIVE))
                .map(line -> Long.parseUnsignedLong(
                        line.substring(EFFECTIVE.length()).strip(), 16))
                .allMatch(capabilities -> (capabilities >>> CAP_NET_BIND_SERVICE & 1) == 1);
    }
}

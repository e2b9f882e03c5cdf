package dev.launcho.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells of this machine's established connections in {@code /proc/net/tcp}.
 *
 * @param received bytes that have come and were not read
 * @param timer 2 = keepalive
 * @param timerCentis when it is due, in 1/100 s
 */
record KernelSockets(int localPort, int remotePort, long received, int timer, long timerCentis) {
    static Optional<KernelSockets> find(int localPort, int remotePort) throws IOException {
        return all().stream()
                .filter(it -> it.localPort == localPort && it.remotePort == remotePort)
                .findFirst();
    }

    /** Those that are connected to a port. */
    static List<KernelSockets> connectedTo(int remotePort) throws IOException {
        return all().stream().filter(it -> it.remotePort == remotePort).toList();
    }

    private static List<KernelSockets> all() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String family : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc/self/net", family);
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream()
                .filter(line -> !line.contains("local_address"))
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[3].equals("01"))
                .map(KernelSockets::of)
                .toList();
    }

    private static KernelSockets of(String[] fields) {
        return new KernelSockets(
                port(fields[1]),
                port(fields[2]),
                Long.parseLong(fields[4].split(":")[1], 16),
                Integer.parseInt(fields[5].split(":")[0], 16),
                Long.parseLong(fields[5].split(":")[1], 16));
    }

    private static int port(String address) {
        return Integer.parseInt(address.split(":")[1], 16);
    }
}

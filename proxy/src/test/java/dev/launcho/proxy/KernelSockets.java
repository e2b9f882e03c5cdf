package dev.launcho.proxy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What Linux tells of this machine's established connections in {@code /proc/net/tcp}.
 *
 * @param received bytes that have come and were not read
 * @param timer 2 = keepalive
 * @param timerCentis when it is due, in 1/100 s
 */
public record KernelSockets(int localPort, int remotePort, long received, int timer, long timerCentis) {
    private static final String LISTEN = "0A";

    static Optional<KernelSockets> find(int localPort, int remotePort) throws IOException {
        return all().stream()
                .filter(it -> it.localPort == localPort && it.remotePort == remotePort)
                .findFirst();
    }

    /** Those that are connected to a port. */
    static List<KernelSockets> connectedTo(int remotePort) throws IOException {
        return all().stream().filter(it -> it.remotePort == remotePort).toList();
    }

    /**
     * How many bytes the peer's kernel has not acknowledged, in whatever state the connection is. Empty if it is not listed:
     * a list that changes while it is read can miss one.
     */
    static OptionalLong unacknowledged(int localPort, int remotePort) throws IOException {
        String local = String.format(":%04X ", localPort);
        String remote = String.format(":%04X ", remotePort);
        return lines(line -> line.contains(local) && line.contains(remote)).stream()
                .filter(fields -> port(fields[1]) == localPort && port(fields[2]) == remotePort)
                .mapToLong(fields -> Long.parseLong(fields[4].split(":")[0], 16))
                .findFirst();
    }

    /** How many clients wait until somebody accepts them at a port. */
    static long backlog(int port) throws IOException {
        return lines(line -> line.contains(String.format(":%04X ", port))).stream()
                .filter(fields -> fields[3].equals(LISTEN) && port(fields[1]) == port)
                .mapToLong(fields -> Long.parseLong(fields[4].split(":")[1], 16))
                .sum();
    }

    public static void awaitBacklog(int port, int clients) {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> backlog(port) == clients);
    }

    /** Waits until a connection is over for the kernel: a reset has come, and not only been sent. */
    public static void awaitGone(int localPort, int remotePort) {
        // A list that changes while it is read can miss one.
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> unacknowledged(localPort, remotePort).isEmpty()
                        && unacknowledged(localPort, remotePort).isEmpty()
                        && unacknowledged(localPort, remotePort).isEmpty());
    }

    private static List<KernelSockets> all() throws IOException {
        return lines(line -> true).stream()
                .filter(fields -> fields[3].equals("01"))
                .map(KernelSockets::of)
                .toList();
    }

    private static List<String[]> lines(Predicate<String> wanted) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String family : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc/self/net", family);
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines.stream()
                .filter(line -> !line.contains("local_address") && wanted.test(line))
                .map(line -> line.strip().split("\\s+"))
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

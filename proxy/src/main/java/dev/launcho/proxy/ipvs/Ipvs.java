package dev.launcho.proxy.ipvs;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.net.SocketFailures;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kernel's IPVS on this machine, found to be usable. */
public final class Ipvs {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The time in which an earlier server's instances are adopted: they are probed at once, four times a second. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** The command of the test. It needs the privilege and the module, too, so its success shows that both are there. */
    private static final List<String> PROBE = List.of("--version");

    private final Path program;

    private Ipvs(Path program) {
        this.program = program;
    }

    /**
     * Finds ipvsadm and tests it.
     *
     * @param path folders to look into, as in the variable PATH
     */
    public static Ipvs find(String path) throws IpvsUnavailable, InterruptedException {
        Path program = Ipvsadm.find(path).orElseThrow(IpvsUnavailable::absent);
        try (Ipvsadm tool = new Ipvsadm(program, TIMEOUT)) {
            Ipvsadm.Outcome outcome = tool.run(PROBE);
            if (outcome.exit() != 0) {
                throw IpvsUnavailable.of(outcome);
            }
            return new Ipvs(program);
        }
    }

    /**
     * Starts a balancer, which takes over the services that an earlier balancer has left in the kernel.
     *
     * @throws IOException if the store can't be read
     */
    public LoadBalancer balancer(ClaimsStore store, LoadBalancer.Listener listener) throws IOException {
        OwnedEntries claims = OwnedEntries.parse(store.read());
        return IpvsBalancer.start(new Ipvsadm(program, TIMEOUT), store, claims, Ipvs::obstacle, GRACE, listener);
    }

    /**
     * Removes the services that an earlier server has left in the kernel. A server with another balancer needs this, since
     * those services would take its connections.
     *
     * @return one line for the user, if a service may be left
     */
    public static Optional<String> removeLeftovers(String path, ClaimsStore store) throws InterruptedException {
        try {
            OwnedEntries claims = OwnedEntries.parse(store.read());
            if (claims.services().isEmpty()) {
                return Optional.empty();
            }
            String what = claims.services().keySet().stream()
                    .map(ServiceKey::toString)
                    .collect(Collectors.joining(", "));
            String left =
                    "an earlier server with server.balancer: ipvs has left services in the kernel's IPVS table, which"
                            + " take this server's connections (" + what + "): ";
            try (Ipvsadm tool = new Ipvsadm(find(path).program, TIMEOUT)) {
                List<String> problems = TableCleanup.run(tool, claims, store);
                return problems.isEmpty() ? Optional.empty() : Optional.of(left + String.join("; ", problems));
            } catch (IpvsUnavailable e) {
                if (e.noModule()) {
                    // Without the module there is no table: the machine has restarted since.
                    store.write(OwnedEntries.NONE.text());
                    return Optional.empty();
                }
                return Optional.of(left + e.what());
            }
        } catch (IOException e) {
            return Optional.of("the list of this server's IPVS entries can't be read or written: " + e.getMessage());
        }
    }

    /** Returns why an address can't be used: another program listens there, and would silently get no more connections. */
    private static Optional<String> obstacle(HostPort address) {
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(socket);
            return Optional.empty();
        } catch (IOException e) {
            // Other failures don't matter: the kernel's table needs no privilege for a low port, as a socket does.
            return SocketFailures.binding(socket, e) == FailureKind.ADDRESS_TAKEN
                    ? Optional.of(address + " is taken by another program")
                    : Optional.empty();
        }
    }
}

package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;
import java.net.BindException;
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
    /** It needs the privilege and the module too: success means that all is there. */
    private static final List<String> PROBE = List.of("--version");

    private final Path program;

    private Ipvs(Path program) {
        this.program = program;
    }

    /**
     * Looks for ipvsadm and tries it.
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
     * Starts a balancer, which takes up what an earlier one has left in the kernel.
     *
     * @throws IOException if it can't be read what that was
     */
    public LoadBalancer balancer(ClaimsStore store, LoadBalancer.Listener listener) throws IOException {
        Claims claims = Claims.parse(store.read());
        return IpvsBalancer.start(new Ipvsadm(program, TIMEOUT), store, claims, Ipvs::obstacle, listener);
    }

    /**
     * Removes what an earlier server has left in the kernel, for a server that does without: there it would take the
     * connections that are for this one.
     *
     * @return one line for the user, if something is left
     */
    public static Optional<String> removeLeftovers(String path, ClaimsStore store) throws InterruptedException {
        try {
            Claims claims = Claims.parse(store.read());
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
                List<String> problems = Purge.run(tool, claims, store);
                return problems.isEmpty() ? Optional.empty() : Optional.of(left + String.join("; ", problems));
            } catch (IpvsUnavailable e) {
                if (e.noModule()) {
                    // No module, no table: the machine was started anew since.
                    store.write(Claims.NONE.text());
                    return Optional.empty();
                }
                return Optional.of(left + e.what());
            }
        } catch (IOException e) {
            return Optional.of("what is ours in the kernel's IPVS table can't be read or written: " + e.getMessage());
        }
    }

    /** A program that listens there would get no connection any more, without being told. */
    private static Optional<String> obstacle(HostPort address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address.host(), address.port()));
            return Optional.empty();
        } catch (BindException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            return taken ? Optional.of(address + " is taken by another program") : Optional.empty();
        } catch (IOException e) {
            // Whatever else a socket needs (a low port its privilege), the kernel's table does not.
            return Optional.empty();
        }
    }
}

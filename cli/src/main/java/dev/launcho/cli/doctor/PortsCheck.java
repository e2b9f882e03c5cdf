package dev.launcho.cli.doctor;

import dev.launcho.core.config.EphemeralNotice;
import dev.launcho.core.config.PortRange;
import dev.launcho.core.config.ServerConfig;
import dev.launcho.core.net.EphemeralPorts;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.QuotedText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A check that the ports that a server listens on and gives to its instances are free. */
final class PortsCheck implements DoctorCheck {
    private static final int TRIED = 50;
    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

    private final Lookup lookup;

    PortsCheck() {
        this(InetAddress::getAllByName);
    }

    PortsCheck(Lookup lookup) {
        this.lookup = lookup;
    }

    /** A look-up of a host's addresses, as {@link InetAddress#getAllByName}. */
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    @Override
    public String name() {
        return "ports";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) {
        ServerConfig config = site.config();
        List<CheckFinding> findings = new ArrayList<>();
        EphemeralNotice.of(config.loopbackPorts(), EphemeralPorts.read())
                .ifPresent(notice -> findings.add(CheckFinding.warning(name(), notice, "")));
        if (site.server().isEmpty()) {
            admin(config).ifPresent(findings::add);
            metrics(config).ifPresent(findings::add);
        }
        loopback(config.loopbackPorts()).ifPresent(findings::add);
        return findings.isEmpty()
                ? List.of(CheckFinding.ok(name(), "server.loopback_ports " + config.loopbackPorts() + " are free"))
                : findings;
    }

    /**
     * Tries the addresses of the admin endpoint, of which the server needs one. Tries none if a secret is part of its host:
     * only the server reads secrets.
     */
    private Optional<CheckFinding> admin(ServerConfig config) {
        String host = config.adminHost();
        if (host.contains("${")) {
            return Optional.empty();
        }
        List<InetAddress> addresses = addresses(host);
        if (addresses.isEmpty()) {
            return Optional.of(unknown(host));
        }
        return addresses.stream().anyMatch(address -> isFree(address, config.adminPort()))
                ? Optional.empty()
                : Optional.of(taken(addresses.get(0), config.adminPort()));
    }

    private List<InetAddress> addresses(String host) {
        try {
            return Stream.of(lookup.addresses(host))
                    // As the server does: a name never means every address; DNS blockers answer so.
                    .filter(address -> isLiteral(host) || !address.isAnyLocalAddress())
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }

    private CheckFinding unknown(String host) {
        String set = "set server.admin_host in launcho-config.yaml to an address of this machine";
        return isLiteral(host)
                ? CheckFinding.failed(name(), "server.admin_host: there is no address " + QuotedText.of(host), set)
                : CheckFinding.warning(
                        name(),
                        "server.admin_host: no name server knows the host " + QuotedText.of(host)
                                + " now; while none answers, a server can't take commands",
                        "look at the name and at /etc/resolv.conf; or " + set);
    }

    private CheckFinding taken(InetAddress address, int port) {
        return CheckFinding.failed(
                name(),
                "the admin port " + port + " is taken on " + address.getHostAddress()
                        + ", or not allowed, or that is no address of this machine; and no server runs on this home",
                "ss -ltnp 'sport = :" + port
                        + "' shows the process; or set server.admin_host and server.admin_port in launcho-config.yaml");
    }

    /** Tries the address of the plain listener for metrics, if there is to be one: without it the server does not start. */
    private Optional<CheckFinding> metrics(ServerConfig config) {
        if (config.metrics().isEmpty()) {
            return Optional.empty();
        }
        HostPort address = HostPort.parse(config.metrics());
        InetSocketAddress bind = new InetSocketAddress(address.host(), address.port());
        return !bind.isUnresolved() && isFree(bind.getAddress(), bind.getPort())
                ? Optional.empty()
                : Optional.of(CheckFinding.failed(
                        name(),
                        "server.metrics: " + address
                                + " is taken, or not allowed, or no address of this machine; and no server runs on this home",
                        "ss -ltnp 'sport = :" + address.port()
                                + "' shows the process; or set server.metrics in launcho-config.yaml"));
    }

    /** Tries a sample of the range, and warns if at least half of it is taken: running instances hold some ports. */
    private Optional<CheckFinding> loopback(PortRange range) {
        int step = Math.max(1, range.size() / TRIED);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int tried = 0;
        int taken = 0;
        for (int port = range.start(); port < range.end(); port += step) {
            tried++;
            taken += isFree(loopback, port) ? 0 : 1;
        }
        return taken * 2 < tried
                ? Optional.empty()
                : Optional.of(CheckFinding.warning(
                        name(),
                        "of " + tried + " ports of server.loopback_ports " + range + " that were tried, " + taken
                                + " are taken",
                        "ss -ltnp shows the processes; set a wider server.loopback_ports in launcho-config.yaml"));
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

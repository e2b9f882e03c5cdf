package dev.launcho.core.config;

import dev.launcho.core.spec.SecretTemplate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of {@code launcho-config.yaml}.
 *
 * @param adminHost address of the admin endpoint; may refer to secrets, see {@link #adminHost(Function)}
 * @param adminPort 1..65535
 * @param balancer the load balancer that spreads the connections
 * @param relay the engine of the netty balancer that moves the bytes
 * @param workDir where instances' working directories are made, absolute; empty = the server chooses
 * @param clientCa a PEM file, absolute: only clients with a certificate of these authorities are accepted; empty = all
 * @param metrics address of the plain listener for metrics, as {@code HostPort} reads it; empty = none
 * @param receivers of messages about troubles, key {@code notify}
 */
public record ServerConfig(
        SecretSources secrets,
        String adminHost,
        int adminPort,
        PortRange loopbackPorts,
        Balancer balancer,
        Relay relay,
        String workDir,
        String clientCa,
        String metrics,
        List<NotifyReceiver> receivers) {

    public static final String ADMIN_HOST = "0.0.0.0";
    public static final int ADMIN_PORT = 12_888;

    /** The settings where the file has none. */
    public static final ServerConfig DEFAULT = new ServerConfig(
            SecretSources.NONE,
            ADMIN_HOST,
            ADMIN_PORT,
            PortRange.DEFAULT,
            Balancer.NETTY,
            Relay.AUTO,
            "",
            "",
            "",
            List.of());

    public ServerConfig {
        receivers = List.copyOf(receivers);
    }

    /**
     * Returns the admin host with secrets put in.
     *
     * @param lookup returns the value of a secret, if it is set
     * @throws IllegalArgumentException with a line for the user, if a secret is not set
     */
    public String adminHost(Function<String, Optional<String>> lookup) {
        SecretTemplate.Result host = SecretTemplate.resolve(adminHost, lookup);
        if (!host.complete()) {
            throw new IllegalArgumentException("server.admin_host: secret " + String.join(", ", host.missing())
                    + " is not set, add it to secrets in the config");
        }
        return host.text();
    }

    /** The load balancers. */
    public enum Balancer {
        /** A proxy in this process. */
        NETTY,
        /** The kernel's IPVS, programmed through ipvsadm: Linux, root, no connection is held or tried again. */
        IPVS
    }

    /** The engines of the netty load balancer. */
    public enum Relay {
        /** The fastest that works on this machine. */
        AUTO,
        /** Linux only. */
        EPOLL,
        /** Everywhere. */
        NIO
    }
}

package dev.launcho.core.config;

import dev.launcho.core.target.Template;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@code launcho-config.yaml} says.
 *
 * @param adminHost address of the admin endpoint; may refer to secrets, see {@link #adminHost(Function)}
 * @param adminPort 1..65535
 * @param balancer what spreads the connections
 * @param relay which engine of the netty balancer moves the bytes
 * @param workDir where instances' working directories are made, absolute; empty = the server chooses
 */
public record ServerConfig(
        SecretSources secrets,
        String adminHost,
        int adminPort,
        PortRange loopbackPorts,
        Balancer balancer,
        Relay relay,
        String workDir) {

    public static final String ADMIN_HOST = "0.0.0.0";
    public static final int ADMIN_PORT = 12_888;

    /** What holds where the file says nothing. */
    public static final ServerConfig DEFAULT = new ServerConfig(
            SecretSources.NONE, ADMIN_HOST, ADMIN_PORT, PortRange.DEFAULT, Balancer.NETTY, Relay.AUTO, "");

    /**
     * The admin host with secrets put in.
     *
     * @param lookup the value of a secret, if it is set
     * @throws IllegalArgumentException with a line for the user, if one is not set
     */
    public String adminHost(Function<String, Optional<String>> lookup) {
        Template.Result host = Template.resolve(adminHost, lookup);
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
        /** The kernel's IPVS, programmed through ipvsadm: Linux, root, no connection held or tried again. */
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

package dev.launcho.cli.server;

import dev.launcho.core.config.ServerConfig;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.ConnectionsCarried;
import dev.launcho.core.event.ServerEvent.ConnectionsCarried.Carrier;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.traffic.BalancerCapabilities;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.proxy.EngineChoice;
import dev.launcho.proxy.NettyBalancer;
import dev.launcho.proxy.ipvs.ClaimsStore;
import dev.launcho.proxy.ipvs.Ipvs;
import dev.launcho.proxy.ipvs.IpvsUnavailable;
import dev.launcho.proxy.ipvs.KernelLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A factory of the load balancer that the configuration asks for, tried on this machine before anything is started. */
interface BalancerFactory {
    LoadBalancer start(LoadBalancer.Listener listener, BiConsumer<Event.Severity, ServerEvent> say) throws IOException;

    BalancerCapabilities capabilities();

    /**
     * Removes what a balancer of the other kind may have left. Call it after the start.
     *
     * @return one line, if something is left
     */
    Optional<String> cleanUp() throws InterruptedException;

    /**
     * @param path folders to search for programs, as in PATH
     * @throws IpvsUnavailable if ipvsadm is missing, or does not work here
     * @throws dev.launcho.proxy.EngineUnavailable if the configured engine can't be used here
     */
    static BalancerFactory choose(ServerConfig config, HomeDirectory home, String path)
            throws IpvsUnavailable, InterruptedException {
        return switch (config.balancer()) {
            case NETTY -> netty(config, home, path);
            case IPVS -> ipvs(Ipvs.find(path), home);
        };
    }

    private static BalancerFactory netty(ServerConfig config, HomeDirectory home, String path) {
        EngineChoice engine = switch (config.relay()) {
            case AUTO -> EngineChoice.AUTO;
            case EPOLL -> EngineChoice.EPOLL;
            case NIO -> EngineChoice.NIO;
        };
        engine.check();
        return new BalancerFactory() {
            @Override
            public LoadBalancer start(LoadBalancer.Listener listener, BiConsumer<Event.Severity, ServerEvent> say) {
                NettyBalancer balancer = NettyBalancer.start(listener, engine);
                say.accept(Event.Severity.INFO, new ConnectionsCarried(Carrier.RELAY, balancer.engine()));
                return balancer;
            }

            @Override
            public BalancerCapabilities capabilities() {
                return BalancerCapabilities.ALL;
            }

            @Override
            public Optional<String> cleanUp() throws InterruptedException {
                return Ipvs.removeLeftovers(path, claims(home));
            }
        };
    }

    /** Returns a factory that cleans up nothing: the sockets of the other kind close with their server. */
    private static BalancerFactory ipvs(Ipvs ipvs, HomeDirectory home) {
        return new BalancerFactory() {
            @Override
            public LoadBalancer start(LoadBalancer.Listener listener, BiConsumer<Event.Severity, ServerEvent> say)
                    throws IOException {
                say.accept(Event.Severity.INFO, new ConnectionsCarried(Carrier.KERNEL, ""));
                return ipvs.balancer(claims(home), listener);
            }

            @Override
            public BalancerCapabilities capabilities() {
                return new KernelLimits();
            }

            @Override
            public Optional<String> cleanUp() {
                return Optional.empty();
            }
        };
    }

    private static ClaimsStore claims(HomeDirectory home) {
        Path file = home.ipvs();
        return new ClaimsStore() {
            @Override
            public String read() throws IOException {
                return Files.exists(file) ? Files.readString(file) : "";
            }

            @Override
            public void write(String text) throws IOException {
                AtomicFiles.write(file, text);
            }
        };
    }
}

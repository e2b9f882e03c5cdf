package dev.launcho.cli.server;

import dev.launcho.core.config.ServerConfig;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.model.Event;
import dev.launcho.core.store.Home;
import dev.launcho.core.traffic.Capabilities;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.proxy.EngineChoice;
import dev.launcho.proxy.NettyBalancer;
import dev.launcho.proxy.ipvs.ClaimsStore;
import dev.launcho.proxy.ipvs.Ipvs;
import dev.launcho.proxy.ipvs.IpvsUnavailable;
import dev.launcho.proxy.ipvs.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The load balancer that the configuration asks for, found to work here before anything is started. */
interface Balancing {
    LoadBalancer start(LoadBalancer.Listener listener, BiConsumer<Event.Severity, String> say) throws IOException;

    Capabilities capabilities();

    /** Removes what the other one may have left, once this one has begun. @return one line, if something stays */
    Optional<String> cleanUp() throws InterruptedException;

    /**
     * @param path where programs are looked for, as in PATH
     * @throws IpvsUnavailable if the kernel can't do it
     * @throws dev.launcho.proxy.EngineUnavailable if the engine asked for can't be used here
     */
    static Balancing choose(ServerConfig config, Home home, String path) throws IpvsUnavailable, InterruptedException {
        return switch (config.balancer()) {
            case NETTY -> netty(config, home, path);
            case IPVS -> ipvs(Ipvs.find(path), home);
        };
    }

    private static Balancing netty(ServerConfig config, Home home, String path) {
        EngineChoice engine = switch (config.relay()) {
            case AUTO -> EngineChoice.AUTO;
            case EPOLL -> EngineChoice.EPOLL;
            case NIO -> EngineChoice.NIO;
        };
        engine.check();
        return new Balancing() {
            @Override
            public LoadBalancer start(LoadBalancer.Listener listener, BiConsumer<Event.Severity, String> say) {
                NettyBalancer balancer = NettyBalancer.start(listener, engine);
                say.accept(Event.Severity.INFO, "connections are relayed by the " + balancer.engine() + " engine");
                return balancer;
            }

            @Override
            public Capabilities capabilities() {
                return Capabilities.ALL;
            }

            @Override
            public Optional<String> cleanUp() throws InterruptedException {
                return Ipvs.removeLeftovers(path, claims(home));
            }
        };
    }

    /** The other one leaves nothing: its listeners end with their server. */
    private static Balancing ipvs(Ipvs ipvs, Home home) {
        return new Balancing() {
            @Override
            public LoadBalancer start(LoadBalancer.Listener listener, BiConsumer<Event.Severity, String> say)
                    throws IOException {
                say.accept(Event.Severity.INFO, "connections are carried by the kernel (ipvsadm)");
                return ipvs.balancer(claims(home), listener);
            }

            @Override
            public Capabilities capabilities() {
                return new Limits();
            }

            @Override
            public Optional<String> cleanUp() {
                return Optional.empty();
            }
        };
    }

    private static ClaimsStore claims(Home home) {
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

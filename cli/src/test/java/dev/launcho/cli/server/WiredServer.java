package dev.launcho.cli.server;

import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.cli.server.auth.ServerAuth;
import dev.launcho.core.event.Event;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.text.HostPort;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the whole server, wired as the program does it, in this process. */
final class WiredServer {
    private WiredServer() {}

    /**
     * @param home prepared; commands that are given it find the server
     * @param firstPort of some twenty that are leased
     * @param more settings of the server, indented by two
     * @param path where the kernel's balancer finds its tool
     */
    static Wiring start(HomeDirectory home, int firstPort, String more, String path, Consumer<Event> watcher)
            throws Exception {
        String settings = """
                server:
                  admin_host: 127.0.0.1
                  admin_port: %d
                  loopback_ports: [%d, %d]
                """.formatted(FreePorts.next(), firstPort, firstPort + 20);
        Files.writeString(home.config(), settings + more);
        ServerSettings read = ServerSettings.load(home, Optional.empty(), Map.of());
        Wiring server = Wiring.start(
                home,
                read,
                BalancerFactory.choose(read.config(), home, path),
                ServerAuth.loadOrGenerate(home.serverAuth(), read.config().adminPort()),
                "test",
                watcher,
                List.of(),
                leave -> {});
        HostPort address = new HostPort("127.0.0.1", server.adminAddress().getPort());
        Files.writeString(home.lock(), new ServerLock(ProcessHandle.current().pid(), address).format());
        return server;
    }
}

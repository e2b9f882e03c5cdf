package dev.launcho.cli.server;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.HostPort;
import dev.launcho.core.store.Home;
import dev.launcho.core.store.Stores;
import dev.launcho.proxy.EngineUnavailable;
import dev.launcho.proxy.ipvs.IpvsUnavailable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a server until it is told to stop. */
public final class ServerMain {
    private static final int FAILED = 1;
    private static final int INVALID = 3;

    private ServerMain() {}

    /**
     * Blocks for as long as the server lives. SIGTERM and SIGINT drain and stop everything, and end the JVM with 0.
     *
     * @param config instead of the one in the home
     * @return the exit code, where it ends by itself
     */
    public static int run(Home home, Optional<Path> config) {
        UnsafeWarning.silence();
        LogLine.install();
        try {
            Stores.prepare(home);
            Optional<HomeLock> lock = HomeLock.take(home);
            if (lock.isEmpty()) {
                String pid = ServerLock.read(home.lock())
                        .map(l -> " (pid " + l.pid() + ")")
                        .orElse("");
                return error(
                        FAILED,
                        "another server" + pid + " already runs on " + home.dir()
                                + "; stop that one first, or give this one a home of its own with --home DIR");
            }
            return serve(home, config, lock.get());
        } catch (Settings.Bad e) {
            e.lines().forEach(line -> System.err.println("error: " + line));
            return INVALID;
        } catch (AuthFile.Bad | EngineUnavailable | IpvsUnavailable | IllegalArgumentException e) {
            return error(INVALID, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return error(FAILED, "can't start on " + home.dir() + ": " + words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int serve(Home home, Optional<Path> config, HomeLock lock)
            throws IOException, Settings.Bad, AuthFile.Bad, IpvsUnavailable, InterruptedException {
        Settings settings = Settings.load(home, config, System.getenv());
        Balancing balancing =
                Balancing.choose(settings.config(), home, System.getenv().getOrDefault("PATH", ""));
        ServerAuth.Loaded auth =
                ServerAuth.loadOrGenerate(home.serverAuth(), settings.config().adminPort());
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        Wiring wiring = Wiring.start(
                home,
                settings,
                balancing,
                auth,
                ServerVersion.text(),
                ServerMain::print,
                notices(home, settings, auth),
                asked::complete);
        lock.publish(reachable(wiring.adminAddress()));
        ServiceManager manager = ServiceManager.of(System.getenv(), System.err::println);
        Thread hook = new Thread(() -> stop(wiring, lock, manager), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        String where = "serves " + home.dir() + ", admin endpoint on " + text(wiring.adminAddress());
        System.err.println("launcho " + ServerVersion.text() + " " + where + ", pid "
                + ProcessHandle.current().pid());
        manager.ready(where);
        manager.watch(System.getenv(), wiring.control()::responds);
        return outcome(wiring, lock, asked, hook);
    }

    /** Waits until a user ends the server, or the reconciler does; a signal ends it by the hook. */
    private static int outcome(Wiring wiring, HomeLock lock, CompletableFuture<Boolean> asked, Thread hook)
            throws InterruptedException, IOException {
        try {
            Object first =
                    CompletableFuture.anyOf(asked, wiring.control().finished()).get();
            if (asked.isDone() && first.equals(true)) {
                Runtime.getRuntime().removeShutdownHook(hook);
                wiring.close();
                lock.close();
                System.err.println("ended; the processes run on");
            }
            return 0;
        } catch (ExecutionException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            wiring.close();
            return error(FAILED, "the reconciler failed, start the server again: " + e.getCause());
        }
    }

    private static List<String> notices(Home home, Settings settings, ServerAuth.Loaded auth) {
        List<String> notices = new ArrayList<>();
        if (settings.written()) {
            notices.add("Config file not found at \"" + home.config() + "\" -- writing default config");
        }
        if (auth.generated()) {
            notices.add("Auth file not found at \"" + home.serverAuth() + "\" -- generating a new one");
        }
        if (settings.config().loopbackPorts().isEphemeral()) {
            notices.add("server.loopback_ports touches the kernel's range for outgoing connections (32768-60999):"
                    + " a port may be taken at any time");
        }
        return notices;
    }

    /** The server's way out on a signal; the JVM is already ending. */
    private static void stop(Wiring wiring, HomeLock lock, ServiceManager manager) {
        manager.stopping();
        System.err.println("stopping: connections drain, then every process is ended");
        boolean clean = wiring.stop();
        wiring.close();
        try {
            lock.close();
        } catch (IOException gone) {
            clean = false;
        }
        System.err.println(clean ? "stopped" : "stopped, but not everything ended in time");
        Runtime.getRuntime().halt(clean ? 0 : FAILED);
    }

    private static HostPort reachable(InetSocketAddress address) {
        boolean any = address.getAddress().isAnyLocalAddress();
        return new HostPort(any ? "127.0.0.1" : address.getAddress().getHostAddress(), address.getPort());
    }

    private static String text(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    private static void print(Event e) {
        System.err.println(LogLine.text(e.at(), e.severity().name(), e.subject(), e.message()));
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static int error(int code, String line) {
        System.err.println("error: " + line);
        return code;
    }
}

package dev.launcho.cli.server;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.cli.server.auth.ServerAuth;
import dev.launcho.cli.server.auth.TlsLimits;
import dev.launcho.cli.server.notify.AnswerBounds;
import dev.launcho.core.config.EphemeralNotice;
import dev.launcho.core.config.ExposedReceivers;
import dev.launcho.core.config.NotifyReceiver;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.UntrustedFolder;
import dev.launcho.core.event.Event;
import dev.launcho.core.net.EphemeralPorts;
import dev.launcho.core.process.CoreDumps;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.StoreFactory;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.QuotedText;
import dev.launcho.proxy.EngineUnavailable;
import dev.launcho.proxy.ipvs.IpvsUnavailable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The entry point of a server, which runs it until a signal or a user stops it. */
public final class ServerMain {
    private static final int FAILED = 1;
    private static final int INVALID = 3;

    private ServerMain() {}

    /**
     * Runs a server, and blocks for as long as it lives. SIGTERM and SIGINT drain and stop everything. They end the JVM with
     * 0, or with 1 if not everything ended in time.
     *
     * @param config replaces the configuration of the home
     * @return the exit code, if no signal ends the server
     */
    public static int run(HomeDirectory home, Optional<Path> config) {
        TlsLimits.apply();
        UnsafeWarning.silence();
        LogLine.install();
        FailFast.install();
        try {
            List<String> above = new ArrayList<>();
            StoreFactory.prepare(home, above::add);
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
            NativeFolder.choose(home.dir());
            return serve(home, config, lock.get(), above);
        } catch (ServerSettings.Bad e) {
            e.lines().forEach(line -> error(INVALID, line));
            return INVALID;
        } catch (AuthFile.Bad | EngineUnavailable | IpvsUnavailable | IllegalArgumentException e) {
            return error(INVALID, String.valueOf(e.getMessage()));
        } catch (UntrustedFolder e) {
            return error(
                    FAILED,
                    "can't start on " + home.dir() + ": " + e.distrust().words() + "; "
                            + e.distrust().advice());
        } catch (IOException e) {
            return error(FAILED, "can't start on " + home.dir() + ": " + words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int serve(HomeDirectory home, Optional<Path> config, HomeLock lock, List<String> above)
            throws IOException, ServerSettings.Bad, AuthFile.Bad, IpvsUnavailable, InterruptedException {
        List<String> exposed = new ArrayList<>();
        Map<String, String> environment = CoreDumps.prevent(System.getenv(), exposed::add);
        ServerSettings settings = ServerSettings.load(home, config, environment);
        WorkFolder.check(config.orElse(home.config()), settings.config().workDir());
        BalancerFactory balancing = BalancerFactory.choose(
                settings.config(), home, TrustedPath.of(System.getenv().getOrDefault("PATH", "")));
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
                notices(home, settings, auth, above),
                asked::complete);
        wiring.onAdminAddress(address -> publish(lock, address));
        InetSocketAddress admin = wiring.adminAddress();
        if (!admin.isUnresolved()) {
            lock.publish(reachable(admin));
        }
        ServiceManager manager = ServiceManager.of(System.getenv(), System.err::println);
        Thread hook = new Thread(() -> stop(wiring, lock, manager), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        String where = "serves " + home.dir() + ", admin endpoint "
                + (admin.isUnresolved()
                        ? "as soon as a name server answers for " + admin.getHostString()
                        : "on " + text(admin));
        System.err.println("launcho " + ServerVersion.text() + " " + where + ", pid "
                + ProcessHandle.current().pid());
        manager.ready(where);
        manager.watch(System.getenv(), wiring.control()::responds);
        return outcome(wiring, lock, asked, hook);
    }

    /** Waits until a user or the reconciler ends the server; a signal ends it through the shutdown hook. */
    private static int outcome(Wiring wiring, HomeLock lock, CompletableFuture<Boolean> asked, Thread hook)
            throws InterruptedException, IOException {
        try {
            Object first =
                    CompletableFuture.anyOf(asked, wiring.control().finished()).get();
            if (asked.isDone() && first.equals(true)) {
                Runtime.getRuntime().removeShutdownHook(hook);
                wiring.close();
                lock.close();
                System.err.println("ended; the processes keep running");
            }
            return 0;
        } catch (ExecutionException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            wiring.close();
            return error(FAILED, "the reconciler failed, start the server again: " + e.getCause());
        }
    }

    private static List<String> notices(
            HomeDirectory home, ServerSettings settings, ServerAuth.Loaded auth, List<String> above) {
        List<String> notices = new ArrayList<>(above);
        if (settings.written()) {
            notices.add("Config file not found at \"" + home.config() + "\" -- writing default config");
        }
        if (auth.generated()) {
            notices.add("Auth file not found at \"" + home.serverAuth() + "\" -- generating a new one");
        }
        List<NotifyReceiver> receivers = settings.config().receivers();
        ExposedReceivers.of(receivers, settings.configured()).forEach(notices::add);
        if (!receivers.isEmpty()) {
            AnswerBounds.notice(Runtime.version()).ifPresent(notices::add);
        }
        EphemeralNotice.of(settings.config().loopbackPorts(), EphemeralPorts.read())
                .ifPresent(notices::add);
        String names = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (!names.equals("UTF-8")) {
            notices.add("this locale writes file names and arguments in " + names + ", so that other letters are lost:"
                    + " start the server with LC_ALL=C.UTF-8, as the launcho script does");
        }
        return notices;
    }

    /** Stops the server in the shutdown hook, when the JVM is already ending. */
    private static void stop(Wiring wiring, HomeLock lock, ServiceManager manager) {
        manager.stopping();
        System.err.println("stopping: connections drain, then every process is ended");
        boolean clean = wiring.stop(manager::extendTimeout);
        wiring.close();
        try {
            lock.close();
        } catch (IOException gone) {
            clean = false;
        }
        System.err.println(clean ? "stopped" : "stopped, but not everything ended in time");
        Runtime.getRuntime().halt(clean ? 0 : FAILED);
    }

    private static void publish(HomeLock lock, InetSocketAddress admin) {
        try {
            lock.publish(reachable(admin));
        } catch (IOException e) {
            System.err.println(
                    "can't write the address of the admin endpoint for clients of this machine: " + words(e));
        }
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
        return FileFailure.words(e);
    }

    private static int error(int code, String line) {
        System.err.println("error: " + QuotedText.clean(line));
        return code;
    }
}

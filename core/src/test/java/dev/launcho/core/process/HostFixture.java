package dev.launcho.core.process;

import static org.awaitility.Awaitility.await;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A real host in a temporary home, and what it told. */
final class HostFixture implements AutoCloseable, ProcessHost.Listener {
    static final Duration SOON = Duration.ofSeconds(20);

    /** Each JVM its own ports, so that suites that run at the same time don't meet. */
    private static final AtomicInteger PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 100) * 100);

    final Path home;
    final HostSettings settings;
    final LocalProcessHost host;
    final Map<InstanceId, Long> pids = new ConcurrentHashMap<>();
    final Map<InstanceId, Map<String, Integer>> ports = new ConcurrentHashMap<>();
    final Map<InstanceId, Exit> exits = new ConcurrentHashMap<>();
    final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private int launched;

    HostFixture(Path home) throws IOException {
        this(home, Cgroups::find);
    }

    /** @param cgroups by the id of the home */
    HostFixture(Path home, Function<String, Cgroups> cgroups) throws IOException {
        this.home = home;
        Folders.make(home, "rwx--x--x");
        for (String dir : new String[] {"instances", "logs", "storage"}) {
            Folders.make(home.resolve(dir), "rwx------");
        }
        int first = PORT.getAndAdd(5);
        settings = new HostSettings(
                "home-" + ProcessHandle.current().pid() + "-" + first,
                home.resolve("instances"),
                home.resolve("work"),
                id -> home.resolve("storage").resolve(id),
                first,
                first + 5,
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "SERVER_ONLY", "must not leak"),
                warnings::add);
        host = new LocalProcessHost(settings, this, cgroups.apply(settings.homeId()));
    }

    @Override
    public void launched(InstanceId id, long pid, Map<String, Integer> leased) {
        ports.put(id, leased);
        pids.put(id, pid);
    }

    @Override
    public void exited(InstanceId id, Exit exit) {
        if (exits.put(id, exit) != null) {
            warnings.add(id + " exited twice");
        }
    }

    InstanceId launch(ProcessSpec spec) {
        InstanceId id = new InstanceId("calm-otter-" + ++launched);
        host.launch(asLaunched(id, spec));
        return id;
    }

    ProcessHost.Launch asLaunched(InstanceId id, ProcessSpec spec) {
        return new ProcessHost.Launch(id, new Version("v1"), 0, spec, logFile(id));
    }

    /** Whose host tells it nothing of interest. */
    static final class Deaf implements ProcessHost.Listener {
        @Override
        public void launched(InstanceId id, long pid, Map<String, Integer> ports) {}

        @Override
        public void exited(InstanceId id, Exit exit) {}
    }

    /** Runs to its end. */
    Exit run(ProcessSpec spec) {
        return exit(launch(spec));
    }

    Exit exit(InstanceId id) {
        return await().atMost(SOON)
                .until(() -> Optional.ofNullable(exits.get(id)), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until its log holds a text. */
    void logs(InstanceId id, String text) {
        await().atMost(SOON).until(() -> log(id).contains(text));
    }

    String log(InstanceId id) {
        return read(logFile(id));
    }

    private Path logFile(InstanceId id) {
        return home.resolve("logs/app").resolve(id.name() + ".log");
    }

    Path work(InstanceId id) {
        return settings.work().resolve(id.name());
    }

    void forget(InstanceId id) {
        host.forget(id);
        await().atMost(SOON).until(() -> Files.notExists(home.resolve("instances/" + id.name() + ".json")));
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a program of this machine prints. */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean alive(long pid) {
        return ProcFs.stat(pid).filter(s -> !s.zombie()).isPresent();
    }

    /** Whether anything of an instance is there. */
    boolean anyOf(InstanceId id) {
        String mark = Environment.MARK + "=" + settings.mark(id);
        return ProcFs.all().stream().anyMatch(p -> !p.zombie() && ProcFs.hasEnvironment(p.pid(), mark));
    }

    /** Another host has told how they ended. */
    void told() {
        pids.clear();
    }

    @Override
    public void close() {
        for (InstanceId id : pids.keySet()) {
            if (!exits.containsKey(id)) {
                host.kill(id);
                exit(id);
            }
        }
        host.close();
    }
}

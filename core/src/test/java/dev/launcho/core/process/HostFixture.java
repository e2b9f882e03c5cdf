package dev.launcho.core.process;

import static org.awaitility.Awaitility.await;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.Version;
import dev.launcho.core.net.PortBlock;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
public final class HostFixture implements AutoCloseable, ProcessHost.Listener {
    public static final Duration SOON = Duration.ofSeconds(30);

    /** The soft limit of open files that this server was started with, it is to believe. */
    static final String SOFT_FILES = "777";

    /** How many there have been, for ids of their own. */
    private static final AtomicInteger HOMES = new AtomicInteger();

    final Path home;
    public final HostSettings settings;
    public final LocalProcessHost host;
    public final Map<InstanceId, Long> pids = new ConcurrentHashMap<>();
    public final Map<InstanceId, Map<String, Integer>> ports = new ConcurrentHashMap<>();
    final Map<InstanceId, Exit> exits = new ConcurrentHashMap<>();
    public final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final PortBlock block;
    private int launched;

    public HostFixture(Path home) throws IOException {
        this(home, CgroupFactory::find);
    }

    /** @param cgroups by the id of the home */
    public HostFixture(Path home, Function<String, CgroupFactory> cgroups) throws IOException {
        this(home, cgroups, SystemTools.find(line -> {}));
    }

    /** @param tools that stand between the host and its instances */
    public HostFixture(Path home, Function<String, CgroupFactory> cgroups, SystemTools tools) throws IOException {
        this(home, cgroups, tools, LaunchSteps.Steps.UNTOLD);
    }

    /** @param steps is called after each step of a launch, which goes on once it returns */
    public HostFixture(Path home, Function<String, CgroupFactory> cgroups, SystemTools tools, LaunchSteps.Steps steps)
            throws IOException {
        this.home = home;
        Folders.make(home, "rwx--x--x");
        for (String dir : new String[] {"instances", "logs", "storage"}) {
            Folders.make(home.resolve(dir), "rwx------");
        }
        block = PortBlock.of(5);
        settings = new HostSettings(
                "home-" + ProcessHandle.current().pid() + "-" + HOMES.incrementAndGet(),
                home.resolve("instances"),
                home.resolve("work"),
                id -> home.resolve("storage").resolve(id),
                block.first(),
                block.end(),
                Map.of(
                        "PATH",
                        "/usr/local/bin:/usr/bin:/bin",
                        "SERVER_ONLY",
                        "must not leak",
                        SoftLimits.VARIABLE,
                        SOFT_FILES),
                warnings::add,
                HostFixture::bareLog);
        host = new LocalProcessHost(settings, this, cgroups.apply(settings.homeId()), steps, tools);
    }

    private static void bareLog(Path log) throws IOException {
        Folders.make(log.getParent(), "rwx------");
        Files.createFile(log, AtomicFiles.PRIVATE);
    }

    @Override
    public void launched(InstanceId id, long pid, Map<String, Integer> leased) {
        ports.put(id, leased);
        pids.put(id, pid);
    }

    @Override
    public void exited(InstanceId id, Exit exit, boolean asked) {
        if (exits.put(id, exit) != null) {
            warnings.add(id + " exited twice");
        }
    }

    public InstanceId launch(ProcessSpec spec) {
        InstanceId id = new InstanceId("calm-otter-" + ++launched);
        host.launch(asLaunched(id, spec));
        return id;
    }

    public ProcessHost.Launch asLaunched(InstanceId id, ProcessSpec spec) {
        return new ProcessHost.Launch(id, new Version("v1"), 0, new ResolvedProcess(spec), logFile(id));
    }

    /** Whose host tells it nothing of interest. */
    public static final class Deaf implements ProcessHost.Listener {
        @Override
        public void launched(InstanceId id, long pid, Map<String, Integer> ports) {}

        @Override
        public void exited(InstanceId id, Exit exit, boolean asked) {}
    }

    /** Runs to its end. */
    public Exit run(ProcessSpec spec) {
        return exit(launch(spec));
    }

    public Exit exit(InstanceId id) {
        return await().atMost(SOON)
                .until(() -> Optional.ofNullable(exits.get(id)), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until its log holds a text. */
    public void logs(InstanceId id, String text) {
        await().atMost(SOON).until(() -> log(id).contains(text));
    }

    public String log(InstanceId id) {
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

    /** What is in a file now, if there is one. Whoever writes it may be in the middle of a letter. */
    public static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException absent) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As this server's own user, without what confines. */
    public static ExecContext plain(Map<String, String> environment, Path cwd) throws IOException {
        return new ExecContext(UserAccount.of("", ""), environment, cwd, java.util.List.of(), 0);
    }

    /** What a program of this machine prints. */
    public static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean alive(long pid) {
        return ProcFs.stat(pid).filter(s -> !s.zombie()).isPresent();
    }

    /** Whether anything of an instance is there. */
    boolean anyOf(InstanceId id) {
        String lead = InstanceEnvironment.MARK + "=" + settings.homeId();
        return ProcFs.all().stream()
                .anyMatch(p -> !p.zombie()
                        && ProcFs.environment(p.pid()).stream()
                                .anyMatch(entry -> entry.startsWith(lead) && entry.endsWith("/" + id.name())));
    }

    /** What its processes bear, as it is on record; waits for that. */
    String mark(InstanceId id) {
        await().atMost(SOON).until(() -> Files.exists(settings.instances().resolve(id.name() + ".json")));
        try {
            return new InstanceRecords(settings.instances(), warnings::add)
                    .all(damaged -> {}).stream()
                            .filter(e -> e.id().equals(id))
                            .map(InstanceRecords.Entry::mark)
                            .findFirst()
                            .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try {
            block.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

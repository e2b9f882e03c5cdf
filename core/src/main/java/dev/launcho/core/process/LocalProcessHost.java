package dev.launcho.core.process;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Instances as children of this JVM, on Linux. */
final class LocalProcessHost implements ProcessHost {
    /** A launch copies files and may take long; signals never wait behind it. */
    private static final int LAUNCHERS = 8;

    private static final int SIGNALLERS = 8;

    private final HostSettings settings;
    private final Listener listener;
    private final InstanceRecords records;
    private final WorkDirs work;
    private final Shim shim;
    private final Ports ports;
    private final String boot = ProcFs.bootId();
    private final Map<InstanceId, Running> running = new ConcurrentHashMap<>();
    private final Map<String, InstanceId> kept = new HashMap<>();
    private final ExecutorService launchers = pool("launch", LAUNCHERS);
    private final ExecutorService signallers = pool("signal", SIGNALLERS);

    LocalProcessHost(HostSettings settings, Listener listener) throws IOException {
        this.settings = settings;
        this.listener = listener;
        this.records = new InstanceRecords(settings.instances());
        this.work = new WorkDirs(settings.work(), settings.resources());
        this.shim = new Shim(settings.instances());
        this.ports = new Ports(settings.firstPort(), settings.endPort());
    }

    @Override
    public void launch(Launch launch) {
        Running r = new Running(launch);
        running.put(launch.id(), r);
        launchers.execute(() -> start(r));
    }

    private void start(Running r) {
        Launch launch = r.launch;
        try {
            Account account = Account.of(launch.spec().uid(), launch.spec().gid());
            Map<String, Integer> leased = r.lease(ports);
            Path cwd = work.prepare(launch.id(), launch.spec(), account);
            openLog(launch.log(), account);
            String mark = settings.mark(launch.id());
            Map<String, String> environment =
                    Environment.of(launch.spec(), account, leased, mark, settings.environment());
            Path run = records.run(launch.id());
            Shim.clean(run);
            Process process = shim.start(launch.spec(), account, environment, run, cwd, launch.log());
            try {
                long ticks =
                        ProcFs.stat(process.pid()).map(ProcFs.Stat::startTicks).orElse(0L);
                records.write(new InstanceRecords.Entry(
                        launch.id(),
                        launch.spec().name(),
                        launch.version().hash(),
                        launch.slot(),
                        process.pid(),
                        ticks,
                        boot,
                        leased));
                r.surroundings = new Surroundings(account, environment, cwd);
                r.started(new ProcessTree(process.pid(), ticks, Environment.MARK + "=" + mark));
                listener.launched(launch.id(), process.pid(), leased);
                if (!r.cancelled) {
                    Shim.go(process);
                }
            } finally {
                // Without "go" the end of its standard input makes the shim exit by itself.
                process.getOutputStream().close();
                process.onExit().thenAcceptAsync(p -> reap(r, p.exitValue()), signallers);
            }
        } catch (IOException | RuntimeException e) {
            if (r.tree().isEmpty()) {
                listener.exited(launch.id(), Exit.notLaunched(words(e)));
            }
        }
    }

    private static String words(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static void openLog(Path log, Account account) throws IOException {
        if (!Files.exists(log)) {
            Files.createDirectories(log.getParent());
            AtomicFiles.create(log).close();
        }
        if (!account.uid().equals(Account.SAME)) {
            // So that the instance can open /dev/stderr anew.
            Files.setAttribute(log, "unix:uid", Integer.parseInt(account.uid()));
        }
    }

    /** The shim has ended: what it leaves behind of its tree ends too. */
    private void reap(Running r, int status) {
        if (r.tree().isPresent()) {
            killAll(r.tree().get());
            listener.exited(r.launch.id(), Shim.exitOf(records.run(r.launch.id()), status));
        }
    }

    @Override
    public void signal(InstanceId id, String signal) {
        Running r = running.get(id);
        if (r == null) {
            return;
        }
        r.cancelled = true;
        r.tree().ifPresent(tree -> signallers.execute(() -> signal(tree, signal)));
    }

    /** The shim, last of the members, is told too, with a signal that it handles: it must not start the command. */
    private static void signal(ProcessTree tree, String signal) {
        List<ProcFs.Stat> members = tree.members();
        Signals.send(
                signal, members.stream().filter(p -> p.pid() != tree.shim()).toList());
        Signals.send(
                "TERM", members.stream().filter(p -> p.pid() == tree.shim()).toList());
    }

    @Override
    public void kill(InstanceId id) {
        Running r = running.get(id);
        if (r != null) {
            r.cancelled = true;
            r.tree().ifPresent(tree -> signallers.execute(() -> killAll(tree)));
        }
    }

    /** A process may fork while it is looked for, so this looks again; the planner asks again if a round is not enough. */
    static void killAll(ProcessTree tree) {
        for (int round = 0; round < 50; round++) {
            List<ProcFs.Stat> members = tree.members();
            if (members.isEmpty()) {
                return;
            }
            Signals.send("KILL", members);
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void forget(InstanceId id) {
        Running r = running.remove(id);
        if (r == null) {
            return;
        }
        r.release(ports);
        signallers.execute(() -> {
            try {
                boolean failed =
                        !r.cancelled && !Shim.exitOf(records.run(id), 1).success();
                records.remove(id);
                removeWork(r.launch.spec().name(), id, failed);
            } catch (IOException e) {
                settings.warnings().accept(id + ": could not clean up: " + words(e));
            }
        });
    }

    private void removeWork(String process, InstanceId id, boolean keep) throws IOException {
        InstanceId out = id;
        if (keep) {
            synchronized (kept) {
                InstanceId before = kept.put(process, id);
                if (before == null) {
                    return;
                }
                out = before;
            }
        }
        work.remove(out);
    }

    @Override
    public Optional<String> stranger(InstanceId id, int port) {
        Optional<ProcessTree> tree = Optional.ofNullable(running.get(id)).flatMap(Running::tree);
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        return Listeners.stranger(tree.get(), port);
    }

    @Override
    public List<Integer> listening(InstanceId id) {
        return Optional.ofNullable(running.get(id))
                .flatMap(Running::tree)
                .map(Listeners::ports)
                .orElse(List.of());
    }

    @Override
    public long commandPid(InstanceId id) {
        Optional<ProcessTree> tree = Optional.ofNullable(running.get(id)).flatMap(Running::tree);
        if (tree.isEmpty()) {
            return 0;
        }
        long pid = tree.get().shim();
        return ProcessHandle.of(pid)
                .flatMap(shimHandle -> shimHandle.children().findFirst())
                .map(ProcessHandle::pid)
                .orElse(pid);
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        try {
            long since =
                    Files.getLastModifiedTime(Shim.started(records.run(id))).toMillis();
            return System.currentTimeMillis() - since >= millis;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException {
        Running r = running.get(id);
        if (r == null || r.tree().isEmpty()) {
            throw new IOException("the instance does not run");
        }
        return r.surroundings.run(command, timeout);
    }

    @Override
    public void close() {
        launchers.shutdownNow();
        signallers.shutdownNow();
    }

    private static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** What the host knows of one instance. */
    private static final class Running {
        final Launch launch;
        volatile boolean cancelled;
        volatile Surroundings surroundings = Surroundings.NONE;
        private final Map<String, Integer> leased = new LinkedHashMap<>();
        private long seenAt;
        private volatile Optional<ProcessTree> tree = Optional.empty();

        Running(Launch launch) {
            this.launch = launch;
        }

        Optional<ProcessTree> tree() {
            return tree;
        }

        void started(ProcessTree its) {
            tree = Optional.of(its);
        }

        synchronized Map<String, Integer> lease(Ports from) throws IOException {
            if (cancelled) {
                throw new IOException("stopped before it was started");
            }
            for (String service : launch.spec().receives()) {
                leased.put(service, from.lease());
            }
            return Map.copyOf(leased);
        }

        /** Counted from when the shim's file was first seen: its own time is the wall clock's, which may be set. */
        synchronized boolean runningFor(Path started, long millis) {
            if (seenAt == 0 && Files.exists(started)) {
                seenAt = System.nanoTime();
            }
            return seenAt != 0 && System.nanoTime() - seenAt >= TimeUnit.MILLISECONDS.toNanos(millis);
        }

        synchronized void release(Ports to) {
            leased.values().forEach(to::release);
            leased.clear();
        }
    }
}

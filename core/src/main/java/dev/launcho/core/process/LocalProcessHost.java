package dev.launcho.core.process;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** Instances as children of this JVM, on Linux. */
final class LocalProcessHost implements ProcessHost {
    /** A launch copies files and may take long; signals never wait behind it. */
    private static final int LAUNCHERS = 8;

    private static final int SIGNALLERS = 8;

    private final HostSettings settings;
    private final Listener listener;
    private final InstanceRecords records;
    private final WorkDirs work;
    private final Enforcement enforcement;
    private final Launcher launcher;
    private final Processes processes = new Processes();
    private final Ports ports;
    private final Map<InstanceId, LocalInstance> running = new ConcurrentHashMap<>();
    private final List<Survivor> survivors;
    /** Records of the survivors that run, as they were read: what becomes of the files is of no account for adoption. */
    private final Map<InstanceId, InstanceRecords.Entry> found;

    private final AdoptedWatch adopted;
    final Sampler sampler = new Sampler(running.values());
    private final Map<String, InstanceId> kept = new HashMap<>();
    private final ExecutorService launchers = HostThreads.pool("launch", LAUNCHERS);
    private final ExecutorService signallers = HostThreads.pool("signal", SIGNALLERS);

    LocalProcessHost(HostSettings settings, Listener listener) throws IOException {
        this(settings, listener, Cgroups.find(settings.homeId()));
    }

    /** @param cgroups where instances' groups are made */
    LocalProcessHost(HostSettings settings, Listener listener, Cgroups cgroups) throws IOException {
        this(settings, listener, cgroups, Launcher.Steps.UNTOLD);
    }

    LocalProcessHost(HostSettings settings, Listener listener, Cgroups cgroups, Launcher.Steps steps)
            throws IOException {
        this.settings = settings;
        this.listener = listener;
        this.records = new InstanceRecords(settings.instances(), settings.warnings());
        this.work = new WorkDirs(settings.work(), settings.resources());
        this.ports = new Ports(settings.firstPort(), settings.endPort());
        this.enforcement = new Enforcement(cgroups, HardLimits.ofThisServer());
        this.launcher = new Launcher(
                settings,
                records,
                work,
                ports,
                listener,
                (r, status) -> signallers.execute(() -> reap(r, status)),
                enforcement,
                processes,
                steps);
        Survivors looking = new Survivors(settings, records, cgroups, processes);
        this.survivors = looking.find();
        this.found = looking.running();
        this.adopted = new AdoptedWatch(settings.instances(), r -> signallers.execute(() -> reap(r, -1)));
        sampler.start();
    }

    @Override
    public List<Survivor> survivors() {
        return survivors;
    }

    @Override
    public void adopt(Launch launch) {
        InstanceRecords.Entry entry = found.get(launch.id());
        if (entry == null) {
            throw new IllegalArgumentException(launch.id() + " is none of the survivors that run");
        }
        LocalInstance r = new LocalInstance(launch);
        r.keep(entry.ports(), ports);
        r.started(Survivors.tree(settings, entry, processes));
        running.put(launch.id(), r);
        adopted.watch(r, entry.startTicks());
        surround(r, entry.pid());
    }

    /** It runs on as the user that it was started as, though that may have no account any more. */
    private void surround(LocalInstance r, long pid) {
        try {
            r.surroundings = Surroundings.of(r.launch.spec(), pid);
        } catch (IOException e) {
            settings.warnings()
                    .accept(r.launch.id() + ": runs on, but can't be checked by a command or launched again: "
                            + Launcher.words(e));
        }
    }

    @Override
    public void launch(Launch launch) {
        LocalInstance r = new LocalInstance(launch);
        running.put(launch.id(), r);
        launchers.execute(() -> launcher.start(r));
    }

    /** The shim has ended: what it leaves behind of its tree ends too. */
    private void reap(LocalInstance r, int status) {
        if (r.tree().isPresent() && r.ends()) {
            ProcessTree tree = r.tree().get();
            int left = Killing.all(tree);
            if (left > 0) {
                settings.warnings().accept(r.launch.id() + ": " + left + " of its processes can't be killed");
            }
            Exit exit = Shim.exitOf(records.run(r.launch.id()), status);
            // Killed because it did not stop in time: whatever the kernel had killed before is no reason.
            Optional<String> reason = r.cancelled || exit.success()
                    ? Optional.empty()
                    : tree.group().outOfMemory(r.launch.spec().limits().memory());
            tree.group().remove();
            listener.exited(r.launch.id(), reason.map(exit::killedFor).orElse(exit));
        }
    }

    @Override
    public void signal(InstanceId id, String signal) {
        LocalInstance r = running.get(id);
        if (r == null) {
            return;
        }
        r.cancelled = true;
        r.tree()
                .ifPresent(tree -> signallers.execute(() -> {
                    Shim.asked(records.run(id));
                    signal(tree, signal);
                }));
    }

    /**
     * The shim is told first, with a signal that it handles: told later, it could start the command in between, and that
     * would never hear of it. What it has started by then is seen by the second look.
     */
    private static void signal(ProcessTree tree, String signal) {
        Signals.send(
                "TERM",
                tree.members().stream().filter(p -> p.pid() == tree.shim()).toList());
        Signals.send(
                signal,
                tree.members().stream().filter(p -> p.pid() != tree.shim()).toList());
    }

    @Override
    public void kill(InstanceId id) {
        LocalInstance r = running.get(id);
        if (r != null) {
            r.cancelled = true;
            r.tree().ifPresent(tree -> signallers.execute(() -> Killing.all(tree)));
        }
    }

    @Override
    public void forget(InstanceId id) {
        LocalInstance r = running.remove(id);
        if (r == null) {
            signallers.execute(() -> forgetEnded(id));
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
                settings.warnings().accept(id + ": could not clean up: " + Launcher.words(e));
            }
        });
    }

    /** One that had ended before this host was made. */
    private void forgetEnded(InstanceId id) {
        if (survivors.stream().anyMatch(s -> s.id().equals(id) && s.ended().isPresent())) {
            try {
                records.remove(id);
            } catch (IOException e) {
                settings.warnings().accept(id + ": could not clean up: " + Launcher.words(e));
            }
        }
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
        Optional<ProcessTree> tree = Optional.ofNullable(running.get(id)).flatMap(LocalInstance::tree);
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        return Listeners.stranger(tree.get(), port);
    }

    @Override
    public List<Integer> listening(InstanceId id) {
        return Optional.ofNullable(running.get(id))
                .flatMap(LocalInstance::tree)
                .map(Listeners::ports)
                .orElse(List.of());
    }

    @Override
    public long commandPid(InstanceId id) {
        Optional<ProcessTree> tree = Optional.ofNullable(running.get(id)).flatMap(LocalInstance::tree);
        if (tree.isEmpty()) {
            return 0;
        }
        long pid = tree.get().shim();
        return ProcFs.child(pid).orElse(pid);
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        LocalInstance r = running.get(id);
        return r != null && r.runningFor(Shim.started(records.run(id)), millis);
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException {
        LocalInstance r = running.get(id);
        if (r == null || r.tree().isEmpty()) {
            throw new IOException("the instance does not run");
        }
        return r.surroundings.run(command, timeout);
    }

    @Override
    public Usage usage(InstanceId id) {
        return sampler.usage(id);
    }

    @Override
    public List<String> unenforced(Limits limits) {
        return enforcement.lacking(limits);
    }

    @Override
    public void close() {
        adopted.close();
        sampler.close();
        launchers.shutdownNow();
        HostThreads.finish(signallers);
    }
}

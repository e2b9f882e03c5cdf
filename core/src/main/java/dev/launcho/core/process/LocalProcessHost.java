package dev.launcho.core.process;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.cgroup.LimitEnforcement;
import dev.launcho.core.process.confine.ConfinedStart;
import dev.launcho.core.process.confine.PrivateTmp;
import dev.launcho.core.process.folder.WorkDirs;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.HardLimits;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import dev.launcho.core.process.tree.PortListeners;
import dev.launcho.core.process.tree.ProcessTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * A host whose instances are children of this JVM, on Linux. It knows which instances there are, and has its parts do the
 * work on its threads.
 */
public final class LocalProcessHost implements ProcessHost {
    /** A launch copies files and may take long; signals never wait behind it. */
    private static final int LAUNCHERS = 8;

    private static final int SIGNALLERS = 8;

    private final InstanceRecords records;
    private final LimitEnforcement enforcement;
    private final HostRequirements requirements;
    private final LaunchSteps launcher;
    private final CheckCommand checks;
    private final CommandFaults faults;
    private final InstanceSignals signals;
    private final InstanceReaper reaper;
    private final InstanceRemoval removal;
    private final SurvivorAdoption adoption;
    private final PortLeases ports;
    private final List<SurvivingInstance> survivors;
    private final List<Lost> lost;
    private final Map<InstanceId, LocalInstance> running = new ConcurrentHashMap<>();
    final UsageSampler sampler = new UsageSampler(running.values());
    private final ExecutorService launchers = HostThreads.pool("launch", LAUNCHERS);
    private final LaunchQueue launches = new LaunchQueue(launchers);
    private final ExecutorService signallers = HostThreads.pool("signal", SIGNALLERS);

    LocalProcessHost(HostSettings settings, Listener listener) throws IOException {
        this(settings, listener, cgroups(settings));
    }

    private static CgroupFactory cgroups(HostSettings settings) throws IOException {
        try {
            return CgroupFactory.find(settings.homeId());
        } catch (UncheckedIOException unknown) {
            throw unknown.getCause();
        }
    }

    /** @param cgroups where instances' groups are made */
    LocalProcessHost(HostSettings settings, Listener listener, CgroupFactory cgroups) throws IOException {
        this(settings, listener, cgroups, LaunchSteps.Steps.UNTOLD);
    }

    LocalProcessHost(HostSettings settings, Listener listener, CgroupFactory cgroups, LaunchSteps.Steps steps)
            throws IOException {
        this(settings, listener, cgroups, steps, SystemTools.find(settings.warnings()));
    }

    LocalProcessHost(
            HostSettings settings, Listener listener, CgroupFactory cgroups, LaunchSteps.Steps steps, SystemTools tools)
            throws IOException {
        ProcessTable processes = new ProcessTable();
        WorkDirs work = new WorkDirs(settings.work(), settings.homeId(), settings.resources(), tools);
        PrivateTmp tmp = new PrivateTmp(settings.instances().resolve("tmp"));
        ConfinedStart confined = new ConfinedStart(tools, tmp);
        this.records = new InstanceRecords(settings.instances(), settings.warnings());
        this.ports = new PortLeases(settings.firstPort(), settings.endPort());
        this.enforcement = new LimitEnforcement(cgroups, HardLimits.ofThisServer());
        this.requirements = new HostRequirements(tools, settings.environment());
        this.faults = new CommandFaults(tools);
        this.signals = new InstanceSignals(records, signallers);
        this.reaper = new InstanceReaper(records, listener, faults, settings.warnings());
        this.removal = new InstanceRemoval(records, work, tmp, settings.warnings());
        this.launcher = new LaunchSteps(
                settings,
                records,
                work,
                ports,
                listener,
                this::ended,
                enforcement,
                processes,
                steps,
                tools,
                requirements,
                confined);
        this.checks = new CheckCommand(tools, processes, SoftLimits.of(settings.environment()));
        SurvivorSearch looking = new SurvivorSearch(settings, records, cgroups, processes);
        this.survivors = looking.find();
        this.lost = looking.lost();
        Map<InstanceId, InstanceRecords.Entry> found = looking.running();
        removal.removeLeftOver(
                looking.leftOver(),
                found.keySet().stream().map(InstanceId::name).collect(Collectors.toSet()));
        this.adoption =
                new SurvivorAdoption(settings, records, found, processes, ports, tools, confined, r -> ended(r, -1));
        sampler.start();
    }

    private void ended(LocalInstance r, int status) {
        signallers.execute(() -> reaper.reap(r, status));
    }

    @Override
    public List<SurvivingInstance> survivors() {
        return survivors;
    }

    @Override
    public List<Lost> lost() {
        return lost;
    }

    @Override
    public void adopt(Launch launch) {
        LocalInstance r = adoption.take(launch);
        running.put(launch.id(), r);
        adoption.watch(r);
    }

    @Override
    public void launch(Launch launch) {
        LocalInstance r = new LocalInstance(launch);
        running.put(launch.id(), r);
        String uid = launch.spec().uid();
        launches.execute(UserAccount.isOwn(uid) ? "" : uid, () -> launcher.start(r));
    }

    @Override
    public void signal(InstanceId id, String signal) {
        find(id).ifPresent(r -> signals.stop(r, signal));
    }

    @Override
    public void kill(InstanceId id) {
        find(id).ifPresent(signals::kill);
    }

    @Override
    public void forget(InstanceId id) {
        LocalInstance r = running.remove(id);
        if (r == null) {
            signallers.execute(() -> forgetEnded(id));
            return;
        }
        r.release(ports);
        signallers.execute(() -> removal.remove(r));
    }

    /** Forgets an instance that had ended before this host was made. */
    private void forgetEnded(InstanceId id) {
        if (survivors.stream().anyMatch(s -> s.id().equals(id) && s.ended().isPresent())) {
            removal.removeRecord(id);
        }
    }

    private Optional<LocalInstance> find(InstanceId id) {
        return Optional.ofNullable(running.get(id));
    }

    @Override
    public Optional<CommandFault> fault(InstanceId id, List<String> command) {
        return find(id).flatMap(r -> faults.find(r.surroundings, command));
    }

    @Override
    public Optional<String> stranger(InstanceId id, String address, int port) {
        return find(id).flatMap(LocalInstance::listeners).flatMap(listeners -> listeners.stranger(address, port));
    }

    @Override
    public Optional<String> strangerNow(InstanceId id, String address, int port) {
        return find(id).flatMap(LocalInstance::listeners).flatMap(listeners -> listeners.strangerNow(address, port));
    }

    @Override
    public Optional<String> otherListener(InstanceId id, String address, int port) {
        return find(id).flatMap(LocalInstance::listeners).flatMap(listeners -> listeners.other(address, port));
    }

    @Override
    public KnownListener knownListener(InstanceId id, String address, int port) {
        return find(id).flatMap(LocalInstance::listeners)
                .map(listeners -> listeners.known(address, port))
                .orElse(KnownListener.UNKNOWN);
    }

    @Override
    public List<Integer> listening(InstanceId id) {
        return find(id).flatMap(LocalInstance::listeners)
                .map(PortListeners::ports)
                .orElse(List.of());
    }

    @Override
    public long commandPid(InstanceId id) {
        Optional<ProcessTree> tree = find(id).flatMap(LocalInstance::tree);
        if (tree.isEmpty()) {
            return 0;
        }
        long pid = tree.get().shim();
        return ProcFs.child(pid).orElse(pid);
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        return find(id).map(r -> r.runningFor(Shim.started(records.run(id)), millis))
                .orElse(false);
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException {
        LocalInstance r = running.get(id);
        if (r == null || r.tree().isEmpty() || r.hasEnded()) {
            throw new IOException("the instance does not run");
        }
        InstanceGroup group = r.tree().map(ProcessTree::group).orElse(InstanceGroup.NONE);
        long began = System.nanoTime();
        ExecContext in = r.forChecks(timeout);
        return checks.run(in, group, command, timeout.minusNanos(System.nanoTime() - began));
    }

    @Override
    public ResourceUsage usage(InstanceId id) {
        return sampler.usage(id);
    }

    @Override
    public List<Shortfall> shortfalls(ProcessSpec spec) {
        return requirements.shortfalls(spec);
    }

    @Override
    public List<String> notices(ProcessSpec spec) {
        return faults
                .powerless(spec)
                .map(program -> program + " does not get the privileges that its file grants; write"
                        + " allow_new_privileges: true if the process needs them")
                .stream()
                .toList();
    }

    @Override
    public List<String> unenforced(Limits limits) {
        return enforcement.lacking(limits);
    }

    @Override
    public void close() {
        adoption.close();
        sampler.close();
        launchers.shutdownNow();
        HostThreads.finish(signallers);
        removal.close();
    }
}

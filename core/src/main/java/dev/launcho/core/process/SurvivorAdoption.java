package dev.launcho.core.process;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.confine.ConfinedStart;
import dev.launcho.core.process.folder.WorkDirs;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The adoption of instances that an earlier server has started and that still run. Any thread. */
final class SurvivorAdoption implements AutoCloseable {
    /** Looks at users that are under way at a time: a directory of users may be silent, which takes seconds for each. */
    private static final int LOOK_UPS = 4;

    private static final int RETRY_SECONDS = 5;

    private final HostSettings settings;
    private final InstanceRecords records;

    /** Records of the survivors that run, as they were read: what became of the files since does not matter. */
    private final Map<InstanceId, InstanceRecords.Entry> found;

    private final ProcessTable processes;
    private final PortLeases ports;
    private final SystemTools tools;
    private final ConfinedStart confined;
    private final AdoptedWatch watch;
    private final ScheduledThreadPoolExecutor lookUps = HostThreads.timed("account", LOOK_UPS);

    /** @param gone called once for each adopted instance that has ended */
    SurvivorAdoption(
            HostSettings settings,
            InstanceRecords records,
            Map<InstanceId, InstanceRecords.Entry> found,
            ProcessTable processes,
            PortLeases ports,
            SystemTools tools,
            ConfinedStart confined,
            Consumer<LocalInstance> gone) {
        this.settings = settings;
        this.records = records;
        this.found = found;
        this.processes = processes;
        this.ports = ports;
        this.tools = tools;
        this.confined = confined;
        this.watch = new AdoptedWatch(settings.instances(), gone);
    }

    /** Returns the state of a survivor, with its ports and process tree; {@link #watch} has to follow. */
    LocalInstance take(ProcessHost.Launch launch) {
        InstanceRecords.Entry entry = entry(launch.id());
        LocalInstance r = new LocalInstance(launch);
        r.keep(entry.ports(), ports);
        r.started(SurvivorSearch.tree(settings, entry, processes, changesUser(launch, entry)));
        // The signal of the last server may end it before this one sends its own.
        r.asked = Shim.isAsked(records.run(launch.id()));
        keepSlot(launch, entry);
        return r;
    }

    /** Records another slot than the last server gave, for the next one. */
    private void keepSlot(ProcessHost.Launch launch, InstanceRecords.Entry entry) {
        if (launch.slot() == entry.slot()) {
            return;
        }
        try {
            records.write(entry.at(launch.slot()));
        } catch (IOException e) {
            settings.warnings().accept(launch.id() + ": its new place can't be recorded: " + FileFailure.words(e));
        }
    }

    /** Watches for the end of an instance, and lets another thread rebuild its surroundings. Does not block. */
    void watch(LocalInstance r) {
        InstanceRecords.Entry entry = entry(r.launch.id());
        watch.watch(r, entry.startTicks());
        lookUps.execute(() -> surround(r, entry));
    }

    private InstanceRecords.Entry entry(InstanceId id) {
        InstanceRecords.Entry entry = found.get(id);
        if (entry == null) {
            throw new IllegalArgumentException(id + " is none of the survivors that run");
        }
        return entry;
    }

    /** Returns whether the instance's processes may change their user. Earlier servers allowed new privileges to all instances. */
    private boolean changesUser(ProcessHost.Launch launch, InstanceRecords.Entry entry) {
        return launch.spec().confinement().allowNewPrivileges()
                || entry.mark().isEmpty()
                || tools.refusing().isEmpty();
    }

    /** Rebuilds the surroundings of an adopted instance. It keeps the user that it was started as, even if that account is gone. */
    private void surround(LocalInstance r, InstanceRecords.Entry entry) {
        try {
            r.surroundings = surroundings(r.launch, entry);
            r.surrounded.complete(null);
        } catch (ServerShortage later) {
            if (!r.hasEnded() && !lookUps.isShutdown()) {
                lookUps.schedule(() -> surround(r, entry), RETRY_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException | RuntimeException e) {
            r.surrounded.complete(null);
            settings.warnings()
                    .accept(r.launch.id() + ": runs on, but can't be checked by a command or launched again: "
                            + LaunchSteps.words(e));
        }
    }

    private ExecContext surroundings(ProcessHost.Launch launch, InstanceRecords.Entry entry) throws IOException {
        ProcessSpec spec = launch.spec();
        UserAccount account = UserAccount.of(spec, tools);
        Map<String, String> environment = InstanceEnvironment.of(
                spec, account, entry.ports(), SurvivorSearch.mark(settings, entry), settings.environment());
        Path stands = ProcFs.directory(entry.pid());
        // With cwd, the shim may stand in the root: see ConfinedStart.start. Where it stands in cwd, checks begin
        // there, too, wherever the path leads by now, and whether or not the instance's user could enter it.
        boolean outside = !spec.cwd().isEmpty() && stands.equals(stands.getRoot());
        Path cwd = outside ? WorkDirs.named(spec) : stands;
        Path start = outside ? ConfinedStart.start(spec, account, cwd) : cwd;
        return new ExecContext(
                        account,
                        environment,
                        cwd,
                        outside ? start : Path.of("/proc", Long.toString(entry.pid()), "cwd"),
                        confined.words(launch.id(), spec, account, cwd, start),
                        spec.confinement().oomScoreAdjust())
                .adopted(entry.pid());
    }

    @Override
    public void close() {
        lookUps.shutdownNow();
        watch.close();
    }
}

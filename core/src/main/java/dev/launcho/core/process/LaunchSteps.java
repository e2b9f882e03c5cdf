package dev.launcho.core.process;

import dev.launcho.core.disk.DiskFull;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.Limits;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.cgroup.LimitEnforcement;
import dev.launcho.core.process.confine.ConfinedStart;
import dev.launcho.core.process.folder.WorkDirs;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.LaunchInput;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.system.UserAccount;
import dev.launcho.core.process.tree.ProcessTree;
import dev.launcho.core.text.QuotedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Launches instances step by step; the server may die after any step. Blocks; any thread. */
final class LaunchSteps {
    private final HostSettings settings;
    private final InstanceRecords records;
    private final WorkDirs work;
    private final PortLeases ports;
    private final ProcessHost.Listener listener;
    private final Ended ended;
    private final LimitEnforcement enforcement;
    private final ProcessTable processes;
    private final Steps steps;
    private final SystemTools tools;
    private final HostRequirements requirements;
    private final SoftLimits soft;
    private final ConfinedStart confined;
    private final Shim shim;
    private final String boot = ProcFs.bootId();

    /** Called when a shim has ended, by a thread that must not be blocked. */
    interface Ended {
        /** @param status of the shim itself */
        void ended(LocalInstance instance, int status);
    }

    /** Called after each step with its name; tests let the server die there. */
    interface Steps {
        Steps UNTOLD = step -> {};

        void taken(String step);
    }

    LaunchSteps(
            HostSettings settings,
            InstanceRecords records,
            WorkDirs work,
            PortLeases ports,
            ProcessHost.Listener listener,
            Ended ended,
            LimitEnforcement enforcement,
            ProcessTable processes,
            Steps steps,
            SystemTools tools,
            HostRequirements requirements,
            ConfinedStart confined)
            throws IOException {
        this.settings = settings;
        this.records = records;
        this.work = work;
        this.ports = ports;
        this.listener = listener;
        this.ended = ended;
        this.enforcement = enforcement;
        this.processes = processes;
        this.steps = steps;
        this.tools = tools;
        this.requirements = requirements;
        this.soft = SoftLimits.of(settings.environment());
        this.confined = confined;
        this.shim = new Shim(settings.instances(), tools);
    }

    void start(LocalInstance r) {
        ProcessHost.Launch launch = r.launch;
        InstanceGroup group = InstanceGroup.NONE;
        try {
            require(launch);
            UserAccount account = UserAccount.of(launch.spec(), tools);
            Map<String, Integer> leased = r.lease(ports);
            steps.taken("ports leased");
            Path cwd = work.prepare(launch.id(), launch.spec(), account);
            steps.taken("directory made");
            openLog(launch.log(), account);
            steps.taken("log made");
            String mark = InstanceMark.fresh(settings.homeId(), launch.id());
            Map<String, String> environment =
                    InstanceEnvironment.of(launch.spec(), account, leased, mark, settings.environment());
            Path run = records.run(launch.id());
            Shim.clean(run);
            Path start = ConfinedStart.start(launch.spec(), account, cwd);
            ExecContext in = new ExecContext(
                    account,
                    environment,
                    cwd,
                    start,
                    confined.words(launch.id(), launch.spec(), account, cwd, start),
                    launch.spec().confinement().oomScoreAdjust());
            r.surroundings = in;
            Limits limits = launch.spec().limits();
            group = enforcement.cgroups().make(launch.id(), limits);
            steps.taken("groups made");
            Shim.Confines confines =
                    new Shim.Confines(enforcement.files(limits), enforcement.core(limits), soft, group);
            LaunchInput input = LaunchInput.of(
                    tools, environment, launch.spec().before(), launch.spec().command());
            Process process = shim.start(input, in, mark, confines, run, launch.log());
            steps.taken("shim started");
            TreeIdentity identity = new TreeIdentity(mark, account.number(), changesUser(launch));
            release(r, process, input, leased, group, identity);
        } catch (IOException | RuntimeException e) {
            if (r.tree().isEmpty()) {
                group.remove();
            }
            if (r.tree().isEmpty() && r.ends()) {
                listener.exited(launch.id(), failed(e), r.cancelled);
            }
        }
    }

    /** Returns whether the instance can change its user: without new privileges only root can. */
    private boolean changesUser(ProcessHost.Launch launch) {
        return launch.spec().confinement().allowNewPrivileges()
                || tools.refusing().isEmpty();
    }

    /** Records the shim and then releases it: until then it waits. */
    private void release(
            LocalInstance r,
            Process process,
            LaunchInput input,
            Map<String, Integer> leased,
            InstanceGroup group,
            TreeIdentity identity)
            throws IOException {
        ProcessHost.Launch launch = r.launch;
        try {
            long ticks = ProcFs.stat(process.pid()).map(ProcFs.Stat::startTicks).orElse(0L);
            records.write(new InstanceRecords.Entry(
                    launch.id(),
                    launch.spec().name(),
                    launch.version().hash(),
                    launch.slot(),
                    process.pid(),
                    ticks,
                    boot,
                    leased,
                    group.dirs(),
                    identity.mark(),
                    identity.uid()));
            steps.taken("written down");
            r.started(new ProcessTree(processes, process.pid(), ticks, identity, group));
            listener.launched(launch.id(), process.pid(), leased);
            steps.taken("told");
            if (!r.cancelled) {
                input.go(process.getOutputStream());
            }
            steps.taken("sent off");
        } finally {
            // Without "go" the end of its standard input makes the shim exit by itself.
            process.getOutputStream().close();
            process.onExit().thenAccept(p -> ended.ended(r, p.exitValue()));
        }
    }

    /**
     * @throws IOException with a line for the user if the instance can't run here
     * @throws ServerShortage if the machine does not tell now whether it can
     */
    private void require(ProcessHost.Launch launch) throws IOException {
        if (launch.spec().confinement().hasMounts()) {
            tools.namespaces().require();
        }
        Optional<String> obstacle = requirements.obstacle(launch.spec());
        if (obstacle.isPresent()) {
            throw new IOException(obstacle.get());
        }
        List<String> lost = requirements.lost(launch.spec());
        if (!lost.isEmpty()) {
            settings.warnings()
                    .accept(launch.id() + ": env: no shell of this machine can pass on "
                            + QuotedText.clean(String.join(", ", lost))
                            + ", so the instance runs without; " + HostRequirements.INSTALL);
        }
    }

    private static Exit failed(Exception e) {
        Exit exit = Exit.notLaunched(words(e));
        if (e instanceof ServerShortage shortage) {
            return exit.lacking(shortage.kind());
        }
        return e instanceof DiskFull ? exit.lacking(FailureKind.DISK_FULL) : exit;
    }

    static String words(Exception e) {
        if (e instanceof IOException failed) {
            return FileFailure.words(failed);
        }
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private void openLog(Path log, UserAccount account) throws IOException {
        if (!Files.exists(log)) {
            settings.logs().make(log);
        }
        if (account.isOther()) {
            // The instance can then open /dev/stderr anew. Its user must not own the file: an owner may take a lease on
            // it
            // (F_SETLEASE of fcntl(2)), and whoever opens it then waits, for 45 s. Only the server enters the log's
            // folder.
            Files.setAttribute(log, "unix:gid", (int) Long.parseLong(account.gid()), LinkOption.NOFOLLOW_LINKS);
            Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw----"));
        }
    }
}

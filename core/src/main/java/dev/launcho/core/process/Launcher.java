package dev.launcho.core.process;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The steps of a launch, each of which can be the last that a server takes. Blocking; any thread. */
final class Launcher {
    private final HostSettings settings;
    private final InstanceRecords records;
    private final WorkDirs work;
    private final Ports ports;
    private final ProcessHost.Listener listener;
    private final Ended ended;
    private final Enforcement enforcement;
    private final Processes processes;
    private final Steps steps;
    private final Shim shim;
    private final String boot = ProcFs.bootId();

    /** Is told, by a thread that must not be kept, that a shim has ended. */
    interface Ended {
        /** @param status of the shim itself */
        void ended(LocalInstance instance, int status);
    }

    /** Is told, after each step, which was taken; a test lets the server die there. */
    interface Steps {
        Steps UNTOLD = step -> {};

        void taken(String step);
    }

    Launcher(
            HostSettings settings,
            InstanceRecords records,
            WorkDirs work,
            Ports ports,
            ProcessHost.Listener listener,
            Ended ended,
            Enforcement enforcement,
            Processes processes,
            Steps steps)
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
        this.shim = new Shim(settings.instances());
    }

    void start(LocalInstance r) {
        ProcessHost.Launch launch = r.launch;
        InstanceGroup group = InstanceGroup.NONE;
        try {
            Account account = Account.of(launch.spec().uid(), launch.spec().gid());
            Map<String, Integer> leased = r.lease(ports);
            steps.taken("ports leased");
            Path cwd = work.prepare(launch.id(), launch.spec(), account);
            steps.taken("directory made");
            openLog(launch.log(), account);
            steps.taken("log made");
            String mark = settings.mark(launch.id());
            Map<String, String> environment =
                    Environment.of(launch.spec(), account, leased, mark, settings.environment());
            Path run = records.run(launch.id());
            Shim.clean(run);
            r.surroundings = new Surroundings(account, environment, cwd);
            Limits limits = launch.spec().limits();
            group = enforcement.cgroups().make(launch.id(), limits);
            steps.taken("groups made");
            Shim.Confines confines = new Shim.Confines(enforcement.files(limits), enforcement.core(limits), group);
            Process process = shim.start(launch.spec(), account, environment, confines, run, cwd, launch.log());
            steps.taken("shim started");
            release(r, process, leased, mark, group);
        } catch (IOException | RuntimeException e) {
            if (r.tree().isEmpty()) {
                group.remove();
            }
            if (r.tree().isEmpty() && r.ends()) {
                listener.exited(launch.id(), Exit.notLaunched(words(e)));
            }
        }
    }

    /** The shim waits; only once it is on record may it go. */
    private void release(
            LocalInstance r, Process process, Map<String, Integer> leased, String mark, InstanceGroup group)
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
                    group.dirs()));
            steps.taken("written down");
            r.started(new ProcessTree(processes, process.pid(), ticks, mark, group));
            listener.launched(launch.id(), process.pid(), leased);
            steps.taken("told");
            if (!r.cancelled) {
                Shim.go(process);
            }
            steps.taken("sent off");
        } finally {
            // Without "go" the end of its standard input makes the shim exit by itself.
            process.getOutputStream().close();
            process.onExit().thenAccept(p -> ended.ended(r, p.exitValue()));
        }
    }

    static String words(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static void openLog(Path log, Account account) throws IOException {
        if (!Files.exists(log)) {
            Folders.make(log.getParent(), "rwx------");
            AtomicFiles.create(log).close();
        }
        if (!account.uid().equals(Account.SAME)) {
            // So that the instance can open /dev/stderr anew.
            Files.setAttribute(log, "unix:uid", Integer.parseInt(account.uid()));
        }
    }
}

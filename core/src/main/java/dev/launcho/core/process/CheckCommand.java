package dev.launcho.core.process;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.LaunchInput;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.ShimScripts;
import dev.launcho.core.process.system.SoftLimits;
import dev.launcho.core.process.system.StatusRelay;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.tree.ProcessTree;
import dev.launcho.core.process.tree.TreeKiller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs the check commands of instances, each as its instance's user. Any thread. */
final class CheckCommand {
    private static final int TIMED_OUT = -1;

    /** A time-out that this server notices later than this says nothing about the check. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Bytes that any pipe takes without blocking: a page, the smallest buffer that the kernel gives. */
    private static final int AT_ONCE = 4_096;

    /**
     * Runs a check, prints its status, then kills all processes left in its process group. A check that leaves a
     * process behind every other second must not fill the machine. The check is no background job of this shell: such a
     * job ignores SIGINT. SIGPIPE is caught, so that it kills also where nobody reads the status.
     */
    private static final String CHECK = "trap : PIPE; trap 'case $? in 2 | 254) echo " + StatusRelay.LACK
            + " ;; esac' EXIT; \"$@\" 4>&1 >/dev/null 2>&1 3>&1; echo $?; kill -s KILL 0";

    /** Joins the instance's cgroups, and sets what only root may set, while the process may still be root. */
    private static final String PREPARE = "set -f; IFS='\n'; for procs in $5; do echo 0 >\"$procs\" || exit 125; done;"
            + " unset IFS; set +f; umask 022; echo \"$1\" >/proc/self/oom_score_adj;"
            + " [ -z \"$2\" ] || echo \"$2\" >/proc/self/coredump_filter; [ -z \"$3\" ] || ulimit -S -n \"$3\";"
            + " [ -z \"$4\" ] || ulimit -S -c \"$4\"; shift 5; exec \"$@\"";

    private final SystemTools tools;
    private final ProcessTable processes;
    private final SoftLimits soft;
    private final String stage;

    CheckCommand(SystemTools tools, ProcessTable processes, SoftLimits soft) throws IOException {
        this.tools = tools;
        this.processes = processes;
        this.soft = soft;
        this.stage = ShimScripts.stage();
    }

    /**
     * Runs a check and blocks until it has ended. What it leaves behind is a member of the instance's groups, and ends with
     * the instance.
     *
     * @param group the instance's cgroups, if it has any
     * @return its exit status; negative if it was killed because {@code timeout} had passed
     * @throws ServerShortage if this machine has no process left for it, or this server noticed its time-out too late
     */
    int run(ExecContext in, InstanceGroup group, List<String> command, Duration timeout)
            throws IOException, InterruptedException {
        LaunchInput input = LaunchInput.of(tools, in.environment(), "", command);
        ProcessBuilder builder = new ProcessBuilder(words(in, group, input))
                .directory(in.start().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        String mark = in.environment().getOrDefault(InstanceEnvironment.MARK, "");
        long until = System.nanoTime() + timeout.toNanos();
        Process check = tools.start(builder, mark);
        long ticks = ProcFs.stat(check.pid()).map(ProcFs.Stat::startTicks).orElse(0L);
        give(check, input);
        boolean ended = false;
        try {
            ended = check.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (ended) {
                return StatusRelay.status(check, group::isFull);
            }
            if (System.nanoTime() - until > LATE_NANOS) {
                throw new ServerShortage(FailureKind.STOOD_STILL);
            }
            return TIMED_OUT;
        } finally {
            if (!ended) {
                kill(check.pid(), ticks, in.account().number());
            }
        }
    }

    /** Kills a check that is late: first its own session, which the relay still shows, then the relay. */
    private void kill(long relay, long ticks, long uid) {
        ProcessTree all = tree(relay, ticks, uid);
        List<ProcFs.Stat> members = all.members();
        Set<Long> relays = members.stream()
                .filter(p -> p.session() == relay)
                .map(ProcFs.Stat::pid)
                .collect(Collectors.toSet());
        members.stream()
                .filter(p -> p.session() == p.pid() && p.pid() != relay && relays.contains(p.parent()))
                .forEach(check -> TreeKiller.all(tree(check.pid(), check.startTicks(), uid)));
        TreeKiller.all(all);
    }

    private ProcessTree tree(long leader, long ticks, long uid) {
        return new ProcessTree(processes, leader, ticks, TreeIdentity.unmarked(uid), InstanceGroup.NONE);
    }

    private List<String> words(ExecContext in, InstanceGroup group, LaunchInput input) {
        String sh = tools.sh().toString();
        String cat = tools.cat().toString();
        List<String> all = new ArrayList<>(tools.signals());
        all.add(tools.setsid().toString());
        all.addAll(StatusRelay.words(tools, in.account().isOther(), input.size() <= AT_ONCE));
        all.add(tools.setsid().toString());
        all.addAll(List.of(
                sh, "-c", PREPARE, "prepare", "" + in.oomScore(), soft.dumpFilter(), soft.files(), soft.core()));
        all.add(group.joins());
        all.addAll(in.lead());
        all.addAll(List.of(sh, "-c", CHECK, "check"));
        if (input.lengths().isEmpty()) {
            all.addAll(List.of(sh, "-c", stage, "sh", cat, "command"));
        } else {
            tools.loader().ifPresent(loader -> all.addAll(loader.words()));
            all.addAll(List.of(input.lengths().split(" ")));
            all.addAll(List.of(sh, cat, stage, "command"));
        }
        return all;
    }

    /** Writes the input. The check's user can delay the reader, but must not delay this thread, which enforces the timeout. */
    private static void give(Process check, LaunchInput input) {
        Runnable write = () -> {
            try {
                input.give(check.getOutputStream());
            } catch (IOException ended) {
                return; // The exit status reports it.
            }
        };
        if (input.size() <= AT_ONCE) {
            write.run();
        } else {
            Thread writer = new Thread(write, "check-input");
            writer.setDaemon(true);
            writer.start();
        }
    }
}

package dev.launcho.core.process.tree;

import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.ListeningSockets;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.TreeIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All processes of one instance. The kernel shows the members of its cgroups, the shim and its session, and their
 * descendants. Processes that were seen as descendants before they were re-parented stay in the tree. Others are found by
 * the instance's mark in their environment, if they run as the same user. With a cgroup, that must be the server's user.
 *
 * <p>Without a cgroup, a process that double-forked into a session of its own before it was ever seen can escape. It
 * does if an unprivileged server can't look into it, or if it has erased its environment or changed its user.
 *
 * <p>Thread-safe.
 */
public final class ProcessTree {
    private final long shim;
    private final long shimTicks;
    private final TreeIdentity identity;
    private final InstanceGroup group;
    private final ProcessTable processes;

    /** Start times by pid: of processes that the kernel has shown, and of those that were found by the mark. */
    private final Map<Long, Long> shown = new HashMap<>();

    private final Map<Long, Long> found = new HashMap<>();

    /** A look at all processes; both maps hold the start times of members by pid. */
    private record Look(List<ProcFs.Stat> all, Map<Long, Long> shown, Map<Long, Long> found) {}

    /**
     * @param shim pid, and session id, of the shim
     * @param group its cgroups, if it has any
     */
    public ProcessTree(ProcessTable processes, long shim, long shimTicks, TreeIdentity identity, InstanceGroup group) {
        this.processes = processes;
        this.shim = shim;
        this.shimTicks = shimTicks;
        this.identity = identity;
        this.group = group;
        shown.put(shim, shimTicks);
        if (group.dirs().isEmpty() && !identity.mark().isEmpty()) {
            processes.watch(identity.uid());
        }
    }

    public long shim() {
        return shim;
    }

    public InstanceGroup group() {
        return group;
    }

    /** Returns the members alive now, the shim last. Zombies are left out: they are dead and only wait to be reaped. */
    public List<ProcFs.Stat> members() {
        Look look = look(processes.now());
        return alive(
                look, p -> look.shown().containsKey(p.pid()) || look.found().containsKey(p.pid()));
    }

    /** Returns the machine's listening sockets as they were at most a second ago. */
    ListeningSockets recentListeners() {
        return processes.recentListeners();
    }

    /**
     * Returns the members that may answer for the instance: those of its user that the kernel shows. Members found only
     * by the mark count where no cgroup would show them.
     */
    List<ProcFs.Stat> speakers() {
        Look look = look(processes.now());
        boolean marks = group.dirs().isEmpty();
        return alive(
                look,
                p -> look.shown().containsKey(p.pid()) && (identity.changesUser() || identity.isSameUser(p))
                        || marks && look.found().containsKey(p.pid()));
    }

    private List<ProcFs.Stat> alive(Look look, Predicate<ProcFs.Stat> wanted) {
        List<ProcFs.Stat> alive = new ArrayList<>();
        for (ProcFs.Stat p : look.all()) {
            if (!p.zombie() && wanted.test(p)) {
                alive.add(p);
            }
        }
        alive.sort((a, b) -> Boolean.compare(a.pid() == shim, b.pid() == shim));
        return alive;
    }

    private synchronized Look look(ProcessTable.Snapshot now) {
        List<ProcFs.Stat> all = now.all();
        Set<Long> grouped = group.pids();
        boolean lives = all.stream().anyMatch(p -> p.pid() == shim && p.startTicks() == shimTicks);
        // If another process has the shim's pid, the shim's session has long ended, and a session of that number is not
        // ours.
        boolean reused = !lives && all.stream().anyMatch(p -> p.pid() == shim);
        Map<Long, Long> in = new HashMap<>();
        for (ProcFs.Stat p : all) {
            // A session id is not reused while any process is in it, but later it may be. If the first process of a
            // session has ended, its members must also bear the mark or run as the same user.
            boolean session = !reused
                    && p.session() == shim
                    && p.startTicks() >= shimTicks
                    && (lives || bears(now, p) || identity.isSameUser(p));
            if (is(shown, p) || session || grouped.contains(p.pid())) {
                in.put(p.pid(), p.startTicks());
            }
        }
        grow(all, in, p -> true);
        keep(shown, in);
        Map<Long, Long> claimed = new HashMap<>();
        for (ProcFs.Stat p : all) {
            boolean claims = p.startTicks() >= shimTicks && identity.claims(now, p);
            if (!in.containsKey(p.pid()) && (claims || is(found, p) && identity.isSameUser(p))) {
                claimed.put(p.pid(), p.startTicks());
            }
        }
        grow(all, claimed, identity::isSameUser);
        keep(found, claimed);
        return new Look(all, in, claimed);
    }

    private boolean bears(ProcessTable.Snapshot now, ProcFs.Stat p) {
        return now.mark(p).filter(identity.mark()::equals).isPresent();
    }

    private static boolean is(Map<Long, Long> seen, ProcFs.Stat p) {
        return seen.getOrDefault(p.pid(), -1L) == p.startTicks();
    }

    private static void keep(Map<Long, Long> seen, Map<Long, Long> now) {
        seen.clear();
        seen.putAll(now);
    }

    /** Adds the descendants. No child is older than its parent: otherwise its parent was another process with that pid. */
    private static void grow(List<ProcFs.Stat> all, Map<Long, Long> in, Predicate<ProcFs.Stat> may) {
        for (boolean grew = !in.isEmpty(); grew; ) {
            grew = false;
            for (ProcFs.Stat p : all) {
                Long parent = in.get(p.parent());
                if (parent != null && p.startTicks() >= parent && !in.containsKey(p.pid()) && may.test(p)) {
                    in.put(p.pid(), p.startTicks());
                    grew = true;
                }
            }
        }
    }
}

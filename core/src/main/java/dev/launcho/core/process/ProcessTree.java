package dev.launcho.core.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All processes of one instance: the members of its cgroups, the shim, its session, their descendants, those that were
 * seen to be so before they were re-parented, and those that carry the instance's mark in their environment.
 *
 * <p>What escapes where there is no cgroup: a process that an unprivileged server can't look into and that has
 * double-forked into a session of its own before it was ever seen, and one that has done so and erased its environment.
 *
 * <p>Thread-safe.
 */
final class ProcessTree {
    private final long shim;
    private final long shimTicks;
    private final String mark;
    private final InstanceGroup group;
    private final Processes processes;
    private final Map<Long, Long> seen = new HashMap<>();

    /**
     * @param shim pid, and session id, of the shim
     * @param mark that every process of the instance was given, as {@code HOME/INSTANCE}
     * @param group its cgroups, if it has any
     */
    ProcessTree(Processes processes, long shim, long shimTicks, String mark, InstanceGroup group) {
        this.processes = processes;
        this.shim = shim;
        this.shimTicks = shimTicks;
        this.mark = mark;
        this.group = group;
        seen.put(shim, shimTicks);
    }

    long shim() {
        return shim;
    }

    InstanceGroup group() {
        return group;
    }

    /** Those alive now, the shim last. Zombies are not: they are dead and only wait to be reaped. */
    List<ProcFs.Stat> members() {
        Processes.Snapshot now = processes.now();
        return members(now.all(), now);
    }

    private synchronized List<ProcFs.Stat> members(List<ProcFs.Stat> all, Processes.Snapshot now) {
        Set<Long> in = new HashSet<>();
        Set<Long> grouped = group.pids();
        // Then its session has long ended, and one of the same number is somebody else's.
        boolean reused = all.stream().anyMatch(p -> p.pid() == shim && p.startTicks() != shimTicks);
        for (ProcFs.Stat p : all) {
            boolean known = seen.getOrDefault(p.pid(), -1L) == p.startTicks();
            // A session id is not given out again while any process is in it.
            boolean ours = known || !reused && p.session() == shim && p.startTicks() >= shimTicks;
            if (ours
                    || grouped.contains(p.pid())
                    || p.startTicks() >= shimTicks
                            && now.mark(p).filter(mark::equals).isPresent()) {
                in.add(p.pid());
            }
        }
        for (boolean grew = true; grew; ) {
            grew = false;
            for (ProcFs.Stat p : all) {
                grew |= in.contains(p.parent()) && in.add(p.pid());
            }
        }
        List<ProcFs.Stat> members = new ArrayList<>();
        seen.keySet().retainAll(in);
        for (ProcFs.Stat p : all) {
            if (in.contains(p.pid())) {
                seen.put(p.pid(), p.startTicks());
                if (!p.zombie()) {
                    members.add(p);
                }
            }
        }
        members.sort((a, b) -> Boolean.compare(a.pid() == shim, b.pid() == shim));
        return members;
    }
}

package dev.launcho.core.process;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.CgroupFiles;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.kernel.ProcSnapshot;
import dev.launcho.core.process.tree.ProcessTree;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures periodically what each instance uses, on a thread of its own. The pause grows with the cost of a look, to keep it
 * within a fifth of a percent of a core. With some hundred instances figures are then up to a minute old.
 *
 * <p>{@link #usage} may be called by any thread.
 */
final class UsageSampler implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int COST_FACTOR = 500;

    private final Collection<LocalInstance> running;
    private volatile Map<InstanceId, ResourceUsage> latest = Map.of();
    private Map<InstanceId, CpuTime> before = Map.of();
    private final Thread thread = new Thread(this::run, "sampler");

    /** @param running a live view of the instances */
    UsageSampler(Collection<LocalInstance> running) {
        this.running = running;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    ResourceUsage usage(InstanceId id) {
        return latest.getOrDefault(id, ResourceUsage.UNKNOWN);
    }

    private void run() {
        try {
            while (true) {
                long cost = cpuNanos();
                round();
                cost = cpuNanos() - cost;
                TimeUnit.NANOSECONDS.sleep(pauseNanos(cost));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    static long pauseNanos(long cost) {
        return Math.min(LONGEST_PAUSE_NANOS, Math.max(PAUSE_NANOS, COST_FACTOR * cost));
    }

    private static long cpuNanos() {
        return Math.max(0, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    /** Looks at all instances once. */
    synchronized void round() {
        Map<InstanceId, ResourceUsage> usages = new HashMap<>();
        Map<InstanceId, CpuTime> times = new HashMap<>();
        ProcSnapshot[] processes = new ProcSnapshot[1];
        for (LocalInstance r : running) {
            ProcessTree tree = r.tree().orElse(null);
            if (tree == null || r.hasEnded()) {
                continue;
            }
            InstanceGroup group = tree.group();
            long micros = group.cpuMicros();
            long memory = group.memory();
            boolean whole = !group.dirs().isEmpty() && micros >= 0 && memory >= 0;
            // Made once a round, and only where some instance has no groups to ask.
            processes[0] = whole || processes[0] != null ? processes[0] : new ProcSnapshot(ProcFs.all());
            List<ProcFs.Stat> members = whole ? List.of() : processes[0].tree(tree.shim(), group.pids());
            List<Long> pids = whole
                    ? CgroupFiles.pids(group.dirs().get(0))
                    : members.stream().map(ProcFs.Stat::pid).toList();
            InstanceId id = r.launch.id();
            CpuTime last = before.get(id);
            CpuTime time = CpuTime.of(micros, () -> ProcSnapshot.cpuMicros(members), System.nanoTime(), last);
            times.put(id, time);
            usages.put(
                    id,
                    new ResourceUsage(
                            time.percentSince(last),
                            memory < 0 ? ProcSnapshot.memory(members) : memory,
                            descriptors(pids),
                            time.total()));
        }
        before = times;
        latest = Map.copyOf(usages);
    }

    private static int descriptors(List<Long> pids) {
        long all = 0;
        for (long pid : pids) {
            all += ProcFs.descriptors(pid);
        }
        return (int) Math.min(Integer.MAX_VALUE, all);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

package dev.launcho.core.process.tree;

import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.ProcFs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Kills processes until none is left: one may fork while the others are being found. Blocks for about two seconds at most. */
public final class TreeKiller {
    /** A process that SIGKILL does not end in this time hangs in the kernel. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long PAUSE_MILLIS = 5;

    /** Rounds that are made whatever the clock says: this server may have stood still meanwhile, and has killed nothing then. */
    private static final int FEWEST_KILLS = 50;

    private TreeKiller() {}

    /** The processes to kill, as far as they can be seen now. */
    interface Members {
        List<ProcFs.Stat> alive();
    }

    /** @return how many are left */
    public static int all(ProcessTree tree) {
        return all(tree.group(), tree::members, System::nanoTime);
    }

    /** Kills an instance of which only the groups are known. */
    public static int all(InstanceGroup group) {
        Members members = () -> {
            List<ProcFs.Stat> alive = new ArrayList<>();
            group.pids()
                    .forEach(pid -> ProcFs.stat(pid).filter(p -> !p.zombie()).ifPresent(alive::add));
            return alive;
        };
        return all(group, members, System::nanoTime);
    }

    /** @param ticker nanoseconds of a clock that only goes forward */
    public static int all(InstanceGroup group, Members members, LongSupplier ticker) {
        long deadline = ticker.getAsLong() + PATIENCE_NANOS;
        for (int kills = 0; ; kills++) {
            group.kill();
            List<ProcFs.Stat> alive = members.alive();
            if (alive.isEmpty() || kills >= FEWEST_KILLS && ticker.getAsLong() - deadline > 0) {
                return alive.size();
            }
            SignalSender.send("KILL", alive);
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return alive.size();
            }
        }
    }
}

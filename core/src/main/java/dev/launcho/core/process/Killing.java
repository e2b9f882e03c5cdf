package dev.launcho.core.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kills until nothing is left: a process may fork while the others are looked for. Blocking. */
final class Killing {
    /** What SIGKILL does not end in this time hangs in the kernel. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long PAUSE_MILLIS = 5;

    private Killing() {}

    /** Who is to die, as far as can be seen now. */
    private interface Members {
        List<ProcFs.Stat> alive();
    }

    /** @return how many are left */
    static int all(ProcessTree tree) {
        return all(tree.group(), tree::members);
    }

    /** Of an instance of which only its groups are known. */
    static int all(InstanceGroup group) {
        return all(group, () -> {
            List<ProcFs.Stat> alive = new ArrayList<>();
            group.pids()
                    .forEach(pid -> ProcFs.stat(pid).filter(p -> !p.zombie()).ifPresent(alive::add));
            return alive;
        });
    }

    private static int all(InstanceGroup group, Members members) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            group.kill();
            List<ProcFs.Stat> alive = members.alive();
            if (alive.isEmpty() || System.nanoTime() - deadline > 0) {
                return alive.size();
            }
            Signals.send("KILL", alive);
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return alive.size();
            }
        }
    }
}

package dev.launcho.core.process;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.process.tree.ProcessTree;
import dev.launcho.core.process.tree.TreeKiller;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The end of instances whose shim has ended: kills what is left of them, and reports why they ended. Blocks; any thread. */
final class InstanceReaper {
    private final InstanceRecords records;
    private final ProcessHost.Listener listener;
    private final CommandFaults faults;
    private final Consumer<String> warnings;

    InstanceReaper(
            InstanceRecords records, ProcessHost.Listener listener, CommandFaults faults, Consumer<String> warnings) {
        this.records = records;
        this.listener = listener;
        this.faults = faults;
        this.warnings = warnings;
    }

    /**
     * Kills the rest of the tree after the shim has ended, and reports the exit.
     *
     * @param status of the shim; negative if nobody knows it
     */
    void reap(LocalInstance r, int status) {
        if (r.tree().isPresent() && r.ends()) {
            ProcessTree tree = r.tree().get();
            int left = TreeKiller.all(tree);
            if (left > 0) {
                warnings.accept(r.launch.id() + ": " + left + " of its processes can't be killed");
            }
            Path run = records.run(r.launch.id());
            // The shim of an adopted instance is not our child, so that nobody gets its status.
            Exit exit = faults.explain(r, Shim.exitOf(run, status < 0 && r.killed ? Exit.KILLED : status));
            boolean asked = r.asked || r.cancelled && !Shim.hasExited(run);
            // If the instance was asked to stop, an earlier kill by the kernel is not the reason for its end.
            Optional<OutOfMemory> reason = r.cancelled || exit.success()
                    ? Optional.empty()
                    : tree.group().outOfMemory();
            long limit = r.launch.spec().limits().memory();
            if (!tree.group().remove()) {
                // A check has joined the groups since.
                TreeKiller.all(tree.group());
                tree.group().remove();
            }
            listener.exited(
                    r.launch.id(), reason.map(why -> exit.killedFor(why, limit)).orElse(exit), asked);
        }
    }
}

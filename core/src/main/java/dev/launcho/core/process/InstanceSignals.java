package dev.launcho.core.process;

import dev.launcho.core.process.tree.ProcessTree;
import dev.launcho.core.process.tree.SignalSender;
import dev.launcho.core.process.tree.TreeKiller;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Signals to whole instances, which other threads send. Any thread; does not block. */
final class InstanceSignals {
    private final InstanceRecords records;
    private final Executor senders;

    /** @param senders threads that may block: a look at the members of a tree takes time */
    InstanceSignals(InstanceRecords records, Executor senders) {
        this.records = records;
        this.senders = senders;
    }

    void stop(LocalInstance r, String signal) {
        r.cancelled = true;
        r.tree()
                .ifPresent(tree -> senders.execute(() -> {
                    noteAsked(r);
                    send(tree, signal);
                }));
    }

    void kill(LocalInstance r) {
        r.cancelled = true;
        r.killed = true;
        r.tree()
                .ifPresent(tree -> senders.execute(() -> {
                    noteAsked(r);
                    TreeKiller.all(tree);
                }));
    }

    /**
     * Notes that the instance was asked to stop, unless it has ended by itself. This server and the next must know that end
     * as its own.
     */
    private void noteAsked(LocalInstance r) {
        Path run = records.run(r.launch.id());
        if (!Shim.hasExited(run)) {
            r.asked = true;
            Shim.asked(run);
        }
    }

    /**
     * Signals the shim first, with a signal that it handles. Signalled later, it could start the command in between,
     * and the command would miss the signal. The second look finds what the shim has started by then.
     */
    private static void send(ProcessTree tree, String signal) {
        SignalSender.send(
                "TERM",
                tree.members().stream().filter(p -> p.pid() == tree.shim()).toList());
        SignalSender.send(
                signal,
                tree.members().stream().filter(p -> p.pid() != tree.shim()).toList());
    }
}

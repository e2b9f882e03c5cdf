package dev.launcho.core.process;

import dev.launcho.core.process.tree.ProcessTree;
import dev.launcho.core.process.tree.SignalSender;
import dev.launcho.core.process.tree.TreeKiller;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Signals to whole instances, which other threads send. Any thread; does not block. */
final class InstanceSignals {
    private final InstanceRecords records;
    private final Executor senders;
    private final LongSupplier ticker;
    private final Delay delay;

    /** A way to run a task later. */
    interface Delay {
        /** @param nanos at least 1 */
        void after(long nanos, Runnable task);
    }

    /** @param senders threads that may block: a look at the members of a tree takes time */
    InstanceSignals(InstanceRecords records, Executor senders) {
        this(
                records,
                senders,
                System::nanoTime,
                (nanos, task) -> CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, senders)
                        .execute(task));
    }

    /** @param ticker nanoseconds of a clock that only goes forward */
    InstanceSignals(InstanceRecords records, Executor senders, LongSupplier ticker, Delay delay) {
        this.records = records;
        this.senders = senders;
        this.ticker = ticker;
        this.delay = delay;
    }

    void stop(LocalInstance r, String signal) {
        r.cancelled = true;
        r.tree().ifPresent(tree -> {
            r.grace.asked(ticker.getAsLong());
            senders.execute(() -> {
                try {
                    noteAsked(r);
                    send(tree, signal);
                } finally {
                    r.grace.sent(ticker.getAsLong());
                }
            });
        });
    }

    /** Kills the instance, but leaves it the grace that it was given, counted from when the stop signal was sent. */
    void kill(LocalInstance r) {
        r.cancelled = true;
        r.tree()
                .ifPresent(tree ->
                        r.grace.kill(ticker.getAsLong()).ifPresent(due -> due.thenAccept(at -> killAt(at, r, tree))));
    }

    private void killAt(long due, LocalInstance r, ProcessTree tree) {
        Runnable kill = () -> {
            // Meanwhile it may have been forgotten, with its files.
            if (!r.hasEnded()) {
                r.killed = true;
                noteAsked(r);
                TreeKiller.all(tree);
            }
        };
        long left = due - ticker.getAsLong();
        if (left > 0) {
            delay.after(left, kill);
        } else {
            senders.execute(kill);
        }
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

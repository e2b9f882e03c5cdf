package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.DescriptorBudget;
import dev.launcho.proxy.relay.SourceChoice;
import dev.launcho.proxy.relay.WarningLimiter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An event loop with the resources that its connections share.
 *
 * <p>No descriptor is closed while events are handled. Netty knows an event's socket by its number only, and takes many
 * events from the kernel at once. If one event closed a socket and a second event opened another, both could have the same
 * number. A third event would then reach the wrong socket. So ended sockets are closed after the round.
 *
 * <p>Confined to its thread, but {@link #connections}, {@link #take}, {@link #giveBack} and {@link #execute}.
 */
final class EventLoopState {
    private final IoEventLoop eventLoop;
    private final LoopBuffers buffers;
    private final PipePool pipes;
    private final DescriptorBudget descriptors;
    private final WarningLimiter warnings;
    private final AtomicInteger connections = new AtomicInteger();
    private final RelayList relays = new RelayList();
    private final YieldQueue turns;
    private final ArrayDeque<RelaySocket> ended = new ArrayDeque<>();
    private final Runnable closeEnded = this::closeEnded;
    private final Duration lookEvery;
    private final SourceChoice sources;
    private boolean closing;
    private boolean looking;

    /**
     * @param lookEvery the interval of the upkeep that only lasting connections need
     * @param sources shared by all loops
     */
    EventLoopState(
            IoEventLoop eventLoop,
            LoopBuffers buffers,
            PipePool pipes,
            DescriptorBudget descriptors,
            WarningLimiter warnings,
            Duration lookEvery,
            SourceChoice sources) {
        this.eventLoop = eventLoop;
        this.turns = new YieldQueue((SingleThreadEventLoop) eventLoop);
        this.buffers = buffers;
        this.pipes = pipes;
        this.descriptors = descriptors;
        this.warnings = warnings;
        this.lookEvery = lookEvery;
        this.sources = sources;
    }

    IoEventLoop eventLoop() {
        return eventLoop;
    }

    YieldQueue turns() {
        return turns;
    }

    LoopBuffers buffers() {
        return buffers;
    }

    SourceChoice sources() {
        return sources;
    }

    PipePool pipes() {
        return pipes;
    }

    /** Returns the number of its clients. Any thread. */
    int connections() {
        return connections.get();
    }

    /** Runs a task on the loop. Any thread. @throws RejectedExecutionException if the loop has ended */
    void execute(Runnable task) {
        eventLoop.execute(task);
    }

    IoRegistration register(EpollIoHandle handle, EpollIoOps events) throws IOException {
        IoRegistration registration = eventLoop.register(handle).getNow();
        if (registration == null) {
            throw new IOException("the loop has ended");
        }
        try {
            registration.submit(events);
            return registration;
        } catch (UncheckedIOException refused) {
            registration.cancel();
            throw refused.getCause();
        }
    }

    /** Counts in a client that was accepted for this loop. Any thread. */
    void take() {
        connections.incrementAndGet();
        descriptors.take();
    }

    /** Counts out a client of this loop whose descriptor was closed. Any thread. */
    void giveBack() {
        connections.decrementAndGet();
        descriptors.giveBack();
    }

    /** @throws IOException if the loop is ending */
    void add(EpollRelay relay) throws IOException {
        if (closing) {
            throw new IOException("the loop has ended");
        }
        relays.add(relay);
        if (!looking) {
            lookLater();
        }
    }

    void remove(EpollRelay relay) {
        relays.remove(relay);
    }

    private void lookLater() {
        looking = true;
        eventLoop.schedule(this::look, lookEvery.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        looking = false;
        relays.forEach(EpollRelay::look);
        pipes.trim();
        SocketSetup.lookAtPorts();
        if (!closing && (!relays.isEmpty() || pipes.open() > 0)) {
            lookLater();
        }
    }

    /** Resets every connection, and refuses later ones. */
    void abortAll() {
        closing = true;
        relays.forEach(EpollRelay::abort);
    }

    /** Closes the side's descriptor after the current round of events. */
    void bury(RelaySocket side) {
        ended.add(side);
        if (ended.size() == 1) {
            try {
                eventLoop.execute(closeEnded);
            } catch (RejectedExecutionException loopEnded) {
                // The loop has ended: free() closes the descriptor.
            }
        }
    }

    /** Warns of an exception in a connection; that connection is cut, and the others go on. */
    void fault(Throwable fault) {
        warnings.warn(() -> "a relayed connection is cut because of a fault: " + fault);
    }

    private void closeEnded() {
        for (RelaySocket side = ended.poll(); side != null; side = ended.poll()) {
            side.closeDescriptor();
            side.closed();
        }
    }

    /** Frees all resources; called after the loop's thread has ended. */
    void free() {
        abortAll();
        closeEnded();
        pipes.closeSpare();
        buffers.free();
    }

    /** Returns the loop with the fewest connections; {@code first} if none has fewer. */
    static EventLoopState leastOf(Iterable<EventLoopState> loops, EventLoopState first) {
        @Nullable EventLoopState least = first;
        for (EventLoopState loop : loops) {
            if (loop.connections() < least.connections()) {
                least = loop;
            }
        }
        return least;
    }
}

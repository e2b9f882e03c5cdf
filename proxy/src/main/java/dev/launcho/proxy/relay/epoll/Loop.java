package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Warnings;
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
 * An event loop, and what its connections share.
 *
 * <p>No descriptor is closed while events are handled. Netty knows an event's socket by its number only, and takes many
 * events from the kernel at once: if one of them closed a socket and another one opened one, that could get the same
 * number, and a third event would hit the wrong one. So sockets that have ended wait until the round is over.
 *
 * <p>Confined to its thread, but {@link #connections}, {@link #take}, {@link #giveBack} and {@link #execute}.
 */
final class Loop {
    private final IoEventLoop eventLoop;
    private final Buffers buffers;
    private final Pipes pipes;
    private final Descriptors descriptors;
    private final Warnings warnings;
    private final AtomicInteger connections = new AtomicInteger();
    private final Relays relays = new Relays();
    private final Turns turns;
    private final ArrayDeque<Side> ended = new ArrayDeque<>();
    private final Runnable closeEnded = this::closeEnded;
    private final Duration lookEvery;
    private boolean closing;
    private boolean looking;

    /** @param lookEvery how often its connections are looked at for what only those need that last */
    Loop(
            IoEventLoop eventLoop,
            Buffers buffers,
            Pipes pipes,
            Descriptors descriptors,
            Warnings warnings,
            Duration lookEvery) {
        this.eventLoop = eventLoop;
        this.turns = new Turns((SingleThreadEventLoop) eventLoop);
        this.buffers = buffers;
        this.pipes = pipes;
        this.descriptors = descriptors;
        this.warnings = warnings;
        this.lookEvery = lookEvery;
    }

    IoEventLoop eventLoop() {
        return eventLoop;
    }

    Turns turns() {
        return turns;
    }

    Buffers buffers() {
        return buffers;
    }

    Pipes pipes() {
        return pipes;
    }

    /** How many clients it has. Any thread. */
    int connections() {
        return connections.get();
    }

    /** Any thread. @throws RejectedExecutionException if it has ended */
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

    /** A client was accepted for this loop. Any thread. */
    void take() {
        connections.incrementAndGet();
        descriptors.take();
    }

    /** The descriptor of a client of this loop was closed. Any thread. */
    void giveBack() {
        connections.decrementAndGet();
        descriptors.giveBack();
    }

    /** @throws IOException if it is ending */
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
        if (!closing && (!relays.isEmpty() || pipes.open() > 0)) {
            lookLater();
        }
    }

    /** Resets every connection, and each that still comes. */
    void abortAll() {
        closing = true;
        relays.forEach(EpollRelay::abort);
    }

    /** Closes its descriptor after the round of events that is being handled. */
    void bury(Side side) {
        ended.add(side);
        if (ended.size() == 1) {
            try {
                eventLoop.execute(closeEnded);
            } catch (RejectedExecutionException loopEnded) {
                // Then it is done by whoever frees the loop.
            }
        }
    }

    /** One connection has thrown something; it is cut, and the others go on. */
    void fault(Throwable fault) {
        warnings.warn(() -> "a relayed connection is cut because of a fault: " + fault);
    }

    private void closeEnded() {
        for (Side side = ended.poll(); side != null; side = ended.poll()) {
            side.closeDescriptor();
            side.closed();
        }
    }

    /** After its thread has ended. */
    void free() {
        abortAll();
        closeEnded();
        pipes.closeSpare();
        buffers.free();
    }

    /** The one with the fewest connections. */
    static Loop leastOf(Iterable<Loop> loops, Loop first) {
        @Nullable Loop least = first;
        for (Loop loop : loops) {
            if (loop.connections() < least.connections()) {
                least = loop;
            }
        }
        return least;
    }
}

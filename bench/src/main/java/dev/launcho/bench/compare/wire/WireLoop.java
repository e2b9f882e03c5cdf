package dev.launcho.bench.compare.wire;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.Native;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** An epoll loop with one thread, and the memory that its sockets share. Any thread may {@link #ask} and {@link #close}. */
public final class WireLoop implements AutoCloseable {
    private static final int CHUNK = 128 * 1024;
    private static final long ANSWER_SECONDS = 30;
    private static final EpollIoOps EVENTS =
            EpollIoOps.valueOf(Native.EPOLLIN | Native.EPOLLOUT | Native.EPOLLRDHUP | Native.EPOLLET);

    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop loop;
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private boolean coming;
    /** The memory into which all bytes are read. */
    final Memory sink = new Memory(CHUNK);
    /** The zeros that are sent where the content does not matter. */
    final Memory zeros = new Memory(CHUNK);

    public WireLoop(String name) {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), EpollIoHandler.newFactory());
        loop = group.next();
    }

    IoRegistration register(EpollIoHandle handle) throws IOException {
        IoRegistration registration = loop.register(handle).getNow();
        if (registration == null) {
            throw new IOException("the loop has ended");
        }
        registration.submit(EVENTS);
        return registration;
    }

    /** Registers a socket, on the loop. Any thread. */
    void begin(Wire wire) {
        loop.execute(() -> {
            try {
                wire.register();
            } catch (IOException noMemory) {
                wire.close();
            }
        });
    }

    /** Runs a task after all pending events and tasks, so that other sockets have their turn. */
    void later(Runnable turn) {
        turns.add(turn);
        if (!coming) {
            coming = true;
            ((SingleThreadEventLoop) loop).executeAfterEventLoopIteration(() -> loop.execute(this::takeTurns));
        }
    }

    private void takeTurns() {
        coming = false;
        for (int count = turns.size(); count > 0; count--) {
            turns.remove().run();
        }
    }

    /** Runs a task on the loop and waits for its result. */
    <T> T ask(Callable<T> what) throws IOException {
        try {
            return loop.submit(what).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        } catch (Exception failed) {
            throw new IOException(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1500);
    }
}

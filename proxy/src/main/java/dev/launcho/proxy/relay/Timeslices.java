package dev.launcho.proxy.relay;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets a busy loop be followed by others when its timeslice is over, where several share a core.
 *
 * <p>Linux sees that a thread has used up its slice when it accounts for it, which it does at a tick, 4 ms apart where there are
 * 250 a second. A loop that always finds new events, and so never sleeps, has its core until then, and the
 * clients of another loop that shares the core wait. The kernel also accounts for a thread that asks for its own processor
 * time; so a busy loop asks, between two rounds of events. Unlike {@link Thread#yield}, this gives nothing of the slice
 * away: beside a busy program the loop has its fair share. What it costs and brings is told in
 * {@code docs/performance.md}.
 *
 * <p>Confined to its loop, but {@link #wakeup}.
 */
public final class Timeslices implements IoHandler {
    /** A third of the shortest slice of Linux, 1.4 ms for two cores. */
    private static final long ASK_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final IoHandler events;
    private final LongSupplier nanoTime;
    private final Runnable account;
    private long next;

    /**
     * @param events handles a round of them
     * @param account makes the kernel account for this thread
     */
    Timeslices(IoHandler events, LongSupplier nanoTime, Runnable account) {
        this.events = events;
        this.nanoTime = nanoTime;
        this.account = account;
        next = nanoTime.getAsLong();
    }

    /** For loops that handle these events; where a thread can't ask for its time, the same ones. */
    public static IoHandlerFactory keeping(IoHandlerFactory events) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported()
                ? thread ->
                        new Timeslices(events.newHandler(thread), System::nanoTime, threads::getCurrentThreadCpuTime)
                : events;
    }

    @Override
    public int run(IoHandlerContext context) {
        int handled = events.run(context);
        if (handled > 0) {
            long now = nanoTime.getAsLong();
            if (now - next >= 0) {
                next = now + ASK_EVERY_NANOS;
                account.run();
            }
        }
        return handled;
    }

    @Override
    public void initialize() {
        events.initialize();
    }

    @Override
    public void prepareToDestroy() {
        events.prepareToDestroy();
    }

    @Override
    public void destroy() {
        events.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return events.register(handle);
    }

    /** Any thread. */
    @Override
    public void wakeup() {
        events.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return events.isCompatible(type);
    }
}

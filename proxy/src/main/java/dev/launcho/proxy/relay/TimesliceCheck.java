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
 * An event handler that makes a busy loop give up its core when its timeslice is over, if several loops share a core.
 *
 * <p>Linux notices that a thread has used up its slice when it accounts for the thread. It does so at a timer tick: every 4
 * ms with 250 ticks a second. A loop that always finds new events never sleeps and keeps its core until then, while the
 * clients of another loop on that core wait. The kernel also accounts for a thread that reads its own processor time, so a
 * busy loop reads it between two rounds of events. Unlike {@link Thread#yield}, this gives away no part of the slice: beside
 * a busy program the loop has its fair share. For cost and gain see {@code docs/performance.md}.
 *
 * <p>Confined to its loop, but {@link #wakeup}.
 */
public final class TimesliceCheck implements IoHandler {
    /** A third of the shortest slice of Linux, 1.4 ms for two cores. */
    private static final long ASK_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final IoHandler events;
    private final LongSupplier nanoTime;
    private final Runnable account;
    private long next;

    /**
     * @param events handles a round of events
     * @param account makes the kernel account for this thread
     */
    TimesliceCheck(IoHandler events, LongSupplier nanoTime, Runnable account) {
        this.events = events;
        this.nanoTime = nanoTime;
        this.account = account;
        next = nanoTime.getAsLong();
    }

    /** Returns handlers that wrap {@code events}; if a thread can't read its processor time, returns {@code events} itself. */
    public static IoHandlerFactory keeping(IoHandlerFactory events) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported()
                ? thread -> new TimesliceCheck(
                        events.newHandler(thread), System::nanoTime, threads::getCurrentThreadCpuTime)
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

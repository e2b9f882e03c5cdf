package dev.launcho.proxy.relay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * A log of warnings, at most one per second; further warnings are dropped. Any thread.
 *
 * <p>The first line that a program logs loads classes and time-zone data from files. At the limit of open files that fails,
 * and has been seen to end an event loop. So the constructor formats a line and does not log it.
 */
public final class WarningLimiter {
    private static final long NANOS_BETWEEN = 1_000_000_000L;

    private final System.Logger logger = System.getLogger("dev.launcho.proxy");
    private final LongSupplier nanoTime;
    private final AtomicLong next;

    public WarningLimiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.next = new AtomicLong(nanoTime.getAsLong());
        new SimpleFormatter().format(new LogRecord(Level.WARNING, "warming up"));
        logger.isLoggable(System.Logger.Level.WARNING);
    }

    public void warn(Supplier<String> message) {
        long now = nanoTime.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + NANOS_BETWEEN)) {
            logger.log(System.Logger.Level.WARNING, message);
        }
    }
}

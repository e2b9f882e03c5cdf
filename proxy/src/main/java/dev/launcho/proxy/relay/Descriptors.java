package dev.launcho.proxy.relay;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many clients may be connected at once, so that each finds a descriptor for its backend, and the rest of the program
 * finds some, too. Any thread.
 */
public final class Descriptors {
    /** Left alone besides what is open at the start and an eighth of all. */
    private static final long SPARE = 16;

    private final int most;
    private final AtomicInteger clients = new AtomicInteger();

    private Descriptors(long most) {
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, most));
    }

    /** By this process's limit of open files. */
    public static Descriptors ofThisProcess() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long limit = unix.getMaxFileDescriptorCount();
            return new Descriptors((limit - unix.getOpenFileDescriptorCount() - limit / 8 - SPARE) / 2);
        }
        return new Descriptors(Integer.MAX_VALUE);
    }

    public int most() {
        return most;
    }

    public boolean full() {
        return clients.get() >= most;
    }

    public void take() {
        clients.incrementAndGet();
    }

    public void giveBack() {
        clients.decrementAndGet();
    }
}

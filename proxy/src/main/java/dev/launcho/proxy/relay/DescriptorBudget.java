package dev.launcho.proxy.relay;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The limit of clients that may be connected at once. It leaves a descriptor for each client's backend, and some for the
 * rest of the program. Any thread.
 */
public final class DescriptorBudget {
    /** Descriptors left to the rest of the program, besides those open at the start and an eighth of all. */
    private static final long SPARE = 16;

    private final int most;
    private final AtomicInteger clients = new AtomicInteger();

    private DescriptorBudget(long most) {
        this.most = (int) Math.max(1, Math.min(Integer.MAX_VALUE, most));
    }

    /** Returns the limit that follows from this process's limit of open files. */
    public static DescriptorBudget ofThisProcess() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long limit = unix.getMaxFileDescriptorCount();
            return new DescriptorBudget((limit - unix.getOpenFileDescriptorCount() - limit / 8 - SPARE) / 2);
        }
        return new DescriptorBudget(Integer.MAX_VALUE);
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

package dev.launcho.proxy.relay;

import dev.launcho.core.net.LoopbackSources;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The choice of the source address of connects to a backend. Usually the kernel chooses. If it has no port left for a
 * backend, connects to it leave from {@link LoopbackSources a neighbour} that has ports left. The kernel is then asked again
 * only once a second: it takes milliseconds to search all of its ports in vain.
 *
 * <p>Sources are numbers: {@value #KERNELS}, and from 1 the neighbours. Any thread.
 */
public final class SourceChoice {
    /** The source that stands for the kernel's choice, which is 127.0.0.1 for loopback addresses. */
    public static final int KERNELS = 0;

    /** The number of sources that a connect may try, so that its loop stays responsive; the next connect goes on from there. */
    public static final int TRIES = 8;

    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** After this time without need, the choice begins at the first neighbour again. */
    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** The bound of remembered backends; the map is cleared at this size, since old backends belong to gone instances. */
    private static final int MOST = 4096;

    private final ConcurrentHashMap<InetSocketAddress, Neighbour> neighbours = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /**
     * @param number the neighbour that had ports last
     * @param chosen when this neighbour was chosen
     */
    private record Neighbour(int number, long chosen) {}

    /** @param nanoTime called only while the kernel has no port left for some backend */
    public SourceChoice(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns the source to begin with. */
    public int first(InetSocketAddress backend) {
        Neighbour known = neighbours.isEmpty() ? null : neighbours.get(backend);
        return known == null || nanoTime.getAsLong() - known.chosen() >= AGAIN_NANOS ? KERNELS : known.number();
    }

    /** Returns whether the backend can be reached from other sources at all. */
    public boolean hasMore(InetSocketAddress backend) {
        return LoopbackSources.areFor(backend);
    }

    /** Returns the source to try next. @param without the source that has no port left */
    public int after(InetSocketAddress backend, int without) {
        if (neighbours.size() >= MOST) {
            neighbours.clear();
        }
        long now = nanoTime.getAsLong();
        return neighbours
                .compute(backend, (b, known) -> next(known, without, now))
                .number();
    }

    private static Neighbour next(@Nullable Neighbour known, int without, long now) {
        if (without != KERNELS) {
            // Another loop may have moved on already: its choice is as good.
            return known != null && known.number() != without ? known : new Neighbour(without + 1, now);
        }
        boolean recent = known != null && now - known.chosen() < FORGOTTEN_NANOS;
        return new Neighbour(recent ? known.number() : KERNELS + 1, now);
    }
}

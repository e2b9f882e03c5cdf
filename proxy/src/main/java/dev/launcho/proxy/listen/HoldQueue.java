package dev.launcho.proxy.listen;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The connections that wait for a backend, oldest first, apart for each loop. Who tries again in between keeps its place.
 * How many may wait is each service's matter ({@link dev.launcho.proxy.route.ServiceStats#tryHold}).
 *
 * <p>No connection misses a new table: it reads the old one and comes in here in one task of its loop, and a new table's
 * {@link #wake} is a later task of that loop.
 *
 * <p>{@link #add} and {@link #remove} only on the arrival's loop; {@link #wake} on any thread.
 */
public final class HoldQueue {
    private final Map<EventLoop, Set<Arrival>> waiting;

    public HoldQueue(List<EventLoop> loops) {
        waiting = loops.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), loop -> new LinkedHashSet<>()));
    }

    void add(Arrival arrival) {
        on(arrival.loop()).add(arrival);
    }

    void remove(Arrival arrival) {
        on(arrival.loop()).remove(arrival);
    }

    /** The table has changed: everyone looks again. Hands over to the loops and returns. */
    public void wake() {
        waiting.forEach((loop, arrivals) -> {
            try {
                loop.execute(() -> new ArrayList<>(arrivals).forEach(Arrival::lookAgain));
            } catch (RejectedExecutionException closing) {
                // The loop resets its connections itself.
            }
        });
    }

    private Set<Arrival> on(EventLoop loop) {
        return waiting.get(loop);
    }
}

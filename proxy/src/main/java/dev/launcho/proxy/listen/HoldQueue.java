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
 * The queue of connections that wait for a backend: one per loop, oldest first. A connection keeps its place while it tries
 * again. Each service limits how many of its connections may wait ({@link dev.launcho.proxy.route.ServiceStats#tryHold}).
 *
 * <p>No connection misses a new table. A connection reads the old table and enters the queue in one task of its loop. The
 * {@link #wake} of a new table is a later task of that loop.
 *
 * <p>{@link #add} and {@link #remove} only on the connection's loop; {@link #wake} on any thread.
 */
public final class HoldQueue {
    private final Map<EventLoop, Set<ProxiedConnection>> waiting;

    public HoldQueue(List<EventLoop> loops) {
        waiting = loops.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), loop -> new LinkedHashSet<>()));
    }

    void add(ProxiedConnection arrival) {
        on(arrival.loop()).add(arrival);
    }

    void remove(ProxiedConnection arrival) {
        on(arrival.loop()).remove(arrival);
    }

    /** Makes every held connection try again, after a change of the table. Hands the work to the loops and returns. */
    public void wake() {
        waiting.forEach((loop, connections) -> {
            try {
                loop.execute(() -> new ArrayList<>(connections).forEach(ProxiedConnection::lookAgain));
            } catch (RejectedExecutionException closing) {
                // The loop resets its connections itself.
            }
        });
    }

    private Set<ProxiedConnection> on(EventLoop loop) {
        return waiting.get(loop);
    }
}

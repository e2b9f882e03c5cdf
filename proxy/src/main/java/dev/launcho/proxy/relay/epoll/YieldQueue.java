package dev.launcho.proxy.relay.epoll;

import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayDeque;

/**
 * A queue of work that goes on after other work had its turn. A plain task of the loop would not do. A loop runs tasks that
 * its tasks have added for up to a second before it looks for events again. So the next turn becomes a task only after all
 * tasks have run, and events come first.
 *
 * <p>Confined to the loop.
 */
final class YieldQueue {
    private final SingleThreadEventLoop loop;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Runnable takeTurns = this::takeTurns;
    private final Runnable afterEvents = this::afterEvents;
    private boolean coming;

    YieldQueue(SingleThreadEventLoop loop) {
        this.loop = loop;
    }

    void add(Runnable work) {
        waiting.add(work);
        call();
    }

    private void call() {
        if (!coming) {
            coming = true;
            loop.executeAfterEventLoopIteration(afterEvents);
        }
    }

    private void afterEvents() {
        loop.execute(takeTurns);
    }

    private void takeTurns() {
        coming = false;
        for (int count = waiting.size(); count > 0; count--) {
            waiting.remove().run();
        }
    }
}

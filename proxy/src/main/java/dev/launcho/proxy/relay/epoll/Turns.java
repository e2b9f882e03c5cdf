package dev.launcho.proxy.relay.epoll;

import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayDeque;

/**
 * Work that goes on after others had their turn. To hand it to the loop as a task would not do: a loop runs the tasks that
 * its tasks have added for up to a second before it looks for events again. So the next turn is made a task only when all
 * tasks have been run, and then an event comes first.
 *
 * <p>Confined to the loop.
 */
final class Turns {
    private final SingleThreadEventLoop loop;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Runnable takeTurns = this::takeTurns;
    private final Runnable afterEvents = this::afterEvents;
    private boolean coming;

    Turns(SingleThreadEventLoop loop) {
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

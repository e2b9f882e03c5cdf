package dev.launcho.proxy.relay;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.stream.Stream;

/**
 * A watch for event loops that end without having been closed. An {@link Error}, such as one for lack of memory, ends a loop:
 * Netty only logs it, and the loop's connections would hang for ever. This calls the process's handler of uncaught
 * exceptions, as for any other thread that dies. Any thread.
 */
public final class LoopWatch {
    private volatile boolean closing;

    public LoopWatch(EventExecutorGroup... groups) {
        Stream.of(groups).forEach(group -> group.forEach(this::watch));
    }

    private void watch(EventExecutor loop) {
        loop.terminationFuture().addListener(ended -> {
            Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
            if (!closing && handler != null) {
                handler.uncaughtException(
                        Thread.currentThread(), new IllegalStateException("an event loop has ended", ended.cause()));
            }
        });
    }

    /** Ends the watch: from now on loops may end. */
    public void closing() {
        closing = true;
    }
}

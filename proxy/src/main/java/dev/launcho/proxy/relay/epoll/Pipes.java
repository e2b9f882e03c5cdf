package dev.launcho.proxy.relay.epoll;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One loop's pipes, at most {@link #most} at once. Confined to the loop. */
final class Pipes {
    private final int most;
    private final ArrayDeque<Pipe> spare = new ArrayDeque<>();
    private int open;
    /** The fewest that were spare since the last trim: nobody needed those. */
    private int unused;

    Pipes(int most) {
        this.most = most;
    }

    /** An empty one, or null if there are enough of them, or no descriptors for one. */
    @Nullable
    Pipe take() {
        Pipe pipe = spare.poll();
        unused = Math.min(unused, spare.size());
        if (pipe != null || open >= most) {
            return pipe;
        }
        try {
            pipe = new Pipe();
            open++;
            return pipe;
        } catch (IOException noDescriptors) {
            return null;
        }
    }

    /** With bytes in it, it is closed. */
    void giveBack(Pipe pipe) {
        if (pipe.isEmpty()) {
            spare.push(pipe);
        } else {
            close(pipe);
        }
    }

    int open() {
        return open;
    }

    /** How many of the open ones somebody has. */
    int taken() {
        return open - spare.size();
    }

    /** Closes those that nobody has needed since the last call. */
    void trim() {
        for (; unused > 0; unused--) {
            close(spare.remove());
        }
        unused = spare.size();
    }

    /** Closes those that nobody has. */
    void closeSpare() {
        spare.forEach(this::close);
        spare.clear();
    }

    private void close(Pipe pipe) {
        pipe.close();
        open--;
    }
}

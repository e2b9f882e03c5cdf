package dev.launcho.proxy.relay.epoll;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The pool of a loop's pipes, at most {@link #most} at once. Confined to the loop. */
final class PipePool {
    private final int most;
    private final ArrayDeque<Pipe> spare = new ArrayDeque<>();
    private int open;
    /** The lowest number of spare pipes since the last trim: so many were not needed. */
    private int unused;

    PipePool(int most) {
        this.most = most;
    }

    /** Returns an empty pipe; null if the limit is reached, or if there are no descriptors for it. */
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

    /** Takes a pipe back; a pipe with bytes in it is closed. */
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

    /** Returns how many pipes are in use. */
    int taken() {
        return open - spare.size();
    }

    /** Closes the pipes that were not needed since the last call. */
    void trim() {
        for (; unused > 0; unused--) {
            close(spare.remove());
        }
        unused = spare.size();
    }

    /** Closes the pipes that are not in use. */
    void closeSpare() {
        spare.forEach(this::close);
        spare.clear();
    }

    private void close(Pipe pipe) {
        pipe.close();
        open--;
    }
}

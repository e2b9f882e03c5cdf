package dev.launcho.proxy.relay.epoll;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One loop's pipes, at most {@link #most} at once. Confined to the loop. */
final class Pipes {
    private final int most;
    private final ArrayDeque<Pipe> spare = new ArrayDeque<>();
    private int open;

    Pipes(int most) {
        this.most = most;
    }

    /** An empty one, or null if there are enough of them, or no descriptors for one. */
    @Nullable
    Pipe take() {
        Pipe pipe = spare.poll();
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

package dev.launcho.proxy.relay.nio;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A watch that finds a loop's connections that were reset while nothing is read from them. A selector reports a reset only
 * together with an operation of interest. With interest in input that may not be read, or in room that is there, it would
 * never rest. So this looks at such sockets from time to time with a selector of its own, for readiness to connect. A
 * connected socket is never ready to connect, unless it is broken.
 *
 * <p>This holds on Linux. On a system whose selector does not report broken sockets, no reset is found.
 *
 * <p>Confined to its loop, but {@link #close}.
 */
final class ResetWatch {
    static final long LOOK_MILLIS = 250;
    /** The pause before the next look, as a multiple of the time that the last look took. */
    private static final int REST = 30;

    private final EventLoop loop;
    private final Set<Splice> splices = new LinkedHashSet<>();
    private final Runnable look = this::look;
    private final SendQueues queues = new SendQueues();
    private @Nullable Selector selector;
    private boolean looking;

    ResetWatch(EventLoop loop) {
        this.loop = loop;
    }

    void add(Splice splice) {
        splices.add(splice);
        if (!looking) {
            lookIn(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    void remove(Splice splice) {
        splices.remove(splice);
    }

    /**
     * Returns whether the small send buffer of a side is empty, but for some 2 KiB, or the side is closed. False after a FIN
     * was sent, since there is always room then.
     */
    boolean hasSentAll(RelaySocket side) {
        return !side.channel.isOpen()
                || !side.ended
                        && !ready(Set.of(side.channel), SelectionKey.OP_WRITE).isEmpty();
    }

    /** Returns how many bytes the peer's kernel had not acknowledged at a moment after {@code since}; empty if unknown. */
    OptionalLong waiting(RelaySocket side, long since) {
        InetSocketAddress local = side.channel.localAddress();
        InetSocketAddress remote = side.channel.remoteAddress();
        return local == null || remote == null ? OptionalLong.empty() : queues.waiting(local, remote, since);
    }

    /** Closes the selector; called after the loop has ended. */
    void close() {
        if (selector != null) {
            closeQuietly(selector);
            selector = null;
        }
    }

    private void lookIn(long nanos) {
        looking = true;
        loop.schedule(look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        looking = false;
        long began = System.nanoTime();
        Map<RelayChannel, Runnable> unread = new IdentityHashMap<>();
        splices.forEach(splice -> splice.forEachUnread(side -> unread.put(side.channel, () -> splice.broke(side))));
        if (!unread.isEmpty()) {
            ready(unread.keySet(), SelectionKey.OP_CONNECT)
                    .forEach(broken -> unread.get(broken).run());
        }
        if (!splices.isEmpty()) {
            long took = System.nanoTime() - began;
            lookIn(Math.max(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS), REST * took));
        }
    }

    /** Returns the channels that are ready for an operation at this moment. A broken channel is ready for any. */
    private List<RelayChannel> ready(Set<RelayChannel> channels, int operation) {
        List<RelayChannel> ready = new ArrayList<>();
        Selector selector;
        try {
            selector = selector();
        } catch (IOException noDescriptor) {
            // The next look tries again.
            return ready;
        }
        try {
            for (RelayChannel channel : channels) {
                register(channel, selector, operation);
            }
            selector.selectNow();
            selector.selectedKeys().forEach(key -> ready.add((RelayChannel) key.attachment()));
            selector.keys().forEach(SelectionKey::cancel);
            selector.selectNow();
        } catch (IOException unusable) {
            close();
        }
        return ready;
    }

    private static void register(RelayChannel channel, Selector selector, int operation) {
        try {
            channel.socket().register(selector, operation, channel);
        } catch (ClosedChannelException closed) {
            // A closed channel needs no look.
        }
    }

    private Selector selector() throws IOException {
        Selector open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
        }
        return open;
    }

    private static void closeQuietly(Selector selector) {
        try {
            selector.close();
        } catch (IOException gone) {
            // Nothing depends on this selector any more.
        }
    }
}

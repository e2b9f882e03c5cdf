package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.ListeningSocket;
import java.util.concurrent.RejectedExecutionException;

/** A listening socket of the NIO engine. Any thread but the loops'. */
final class NioListeningSocket implements ListeningSocket {
    private final AcceptChannel channel;

    NioListeningSocket(AcceptChannel channel) {
        this.channel = channel;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.eventLoop().submit(this::end).awaitUninterruptibly();
        } catch (RejectedExecutionException loopEnded) {
            // The loop accepts nothing any more.
        }
        channel.close().awaitUninterruptibly();
        while (channel.holdsAddress() && !channel.eventLoop().isShuttingDown()) {
            // Each task makes the loop pass its selector, which then releases the descriptor.
            channel.eventLoop().submit(() -> {}).awaitUninterruptibly();
        }
    }

    private void end() {
        channel.serveRest();
        channel.close();
    }
}

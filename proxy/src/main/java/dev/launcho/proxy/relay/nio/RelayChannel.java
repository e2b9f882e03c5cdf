package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.DescriptorBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose close sends a reset, unless both directions have ended. So the peer never takes a cut stream for a complete
 * one, whatever has closed the socket early.
 *
 * <p>A read or a write that fails does not close the socket. A failed read ends its input ({@link #isReset}); bytes that can't
 * be written are dropped ({@link WriteRefused}). So the bytes that the peer sent before its reset can always be read.
 *
 * <p>The socket can be watched: a read then only looks for the end of input and takes no byte.
 */
final class RelayChannel extends NioSocketChannel {
    private static final int END_OF_INPUT = -1;

    /** The event that the pipeline gets once when a write has failed. */
    enum WriteRefused {
        EVENT
    }

    private @Nullable DescriptorBudget counted;
    private AdmissionControl.@Nullable Place place;
    private boolean complete;
    private boolean watched;
    private boolean reset;
    private boolean refused;

    /** Creates the channel of an accepted socket, which counts as a client until it is closed. */
    RelayChannel(Channel parent, SocketChannel socket, DescriptorBudget descriptors, AdmissionControl.Place place) {
        super(parent, socket);
        ChannelSettings.apply(config());
        descriptors.take();
        counted = descriptors;
        this.place = place;
    }

    /** Returns the place of an accepted socket. */
    AdmissionControl.Place place() {
        return Objects.requireNonNull(place);
    }

    /** Creates a channel that will connect. */
    RelayChannel() {
        ChannelSettings.apply(config());
    }

    /** Makes the connect leave from {@code source}. @return the local port */
    int leaveFrom(InetSocketAddress source) throws IOException {
        javaChannel().bind(source);
        return javaChannel().socket().getLocalPort();
    }

    /** Makes a close an orderly end from now on. */
    void complete() {
        complete = true;
    }

    /** Watches for the end of input until data arrives; behind data, the end can't be seen without reading. */
    void watch() {
        watched = true;
        read();
    }

    /** Ends the watch; reads take bytes again. */
    void unwatch() {
        if (watched) {
            watched = false;
            clearReadPending();
        }
    }

    /** Returns whether the socket has met itself: nothing listens on the port, and the kernel chose that port as its source. */
    boolean isConnectedToItself() {
        return localAddress() != null && localAddress().equals(remoteAddress());
    }

    /** Returns whether the input has ended with a reset, not with a FIN. */
    boolean isReset() {
        return reset;
    }

    /** Returns whether a write has failed. The kernel reports a reset once, so an end of input after that is the reset. */
    boolean isRefused() {
        return refused;
    }

    @Override
    protected int doReadBytes(ByteBuf buffer) throws Exception {
        if (watched && hasUnread()) {
            unwatch();
            return 0;
        }
        try {
            return super.doReadBytes(buffer);
        } catch (IOException broken) {
            reset = true;
            return END_OF_INPUT;
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
        try {
            super.doWrite(waiting);
        } catch (IOException broken) {
            while (waiting.remove()) {
                // The peer takes no more bytes.
            }
            clearOpWrite();
            if (!refused) {
                refused = true;
                // Later, since this runs in the middle of a flush.
                eventLoop().execute(() -> pipeline().fireUserEventTriggered(WriteRefused.EVENT));
            }
        }
    }

    @Override
    protected void doClose() throws Exception {
        if (!complete && javaChannel().isOpen()) {
            resetOnClose();
        }
        if (counted != null) {
            counted.giveBack();
            counted = null;
        }
        if (place != null) {
            place.giveBack();
            place = null;
        }
        super.doClose();
    }

    /** Shrinks the send buffer: from now on the socket has room only if this host's kernel holds next to no written bytes. */
    void shrinkSendBuffer() {
        try {
            javaChannel().setOption(StandardSocketOptions.SO_SNDBUF, 1);
        } catch (IOException broken) {
            // A broken socket has no bytes left to send.
        }
    }

    /** Returns the socket, for {@link ResetWatch}. */
    SocketChannel socket() {
        return javaChannel();
    }

    /** Returns whether unread bytes wait. NIO has no peek, but the adaptor's stream asks FIONREAD without reading. */
    private boolean hasUnread() throws IOException {
        return javaChannel().socket().getInputStream().available() > 0;
    }

    private void resetOnClose() {
        try {
            javaChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyBroken) {
            // The peer is gone already.
        }
    }
}

package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Intake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is reset when it is closed, unless both of its directions have ended: whatever closes it early, the peer
 * never takes a cut stream for a complete one.
 *
 * <p>And one that can be watched: while it is, a read looks for the end of input only and takes no byte.
 */
final class RelayChannel extends NioSocketChannel {
    private @Nullable Descriptors counted;
    private Intake.@Nullable Place place;
    private boolean complete;
    private boolean watched;

    /** An accepted one, which counts as a client until it is closed. */
    RelayChannel(Channel parent, SocketChannel socket, Descriptors descriptors, Intake.Place place) {
        super(parent, socket);
        ChannelSettings.apply(config());
        descriptors.take();
        counted = descriptors;
        this.place = place;
    }

    /** Of an accepted one. */
    Intake.Place place() {
        return Objects.requireNonNull(place);
    }

    /** One that will connect. */
    RelayChannel() {
        ChannelSettings.apply(config());
    }

    /** From now on closing it is an orderly end. */
    void complete() {
        complete = true;
    }

    /** Looks for the end of input until data arrives; behind data it can't be seen without reading. */
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

    /** A connect to a port of this host that nobody listens on can meet itself, if that port was chosen as its own. */
    boolean isConnectedToItself() {
        return localAddress() != null && localAddress().equals(remoteAddress());
    }

    @Override
    protected int doReadBytes(ByteBuf buffer) throws Exception {
        if (watched && hasUnread()) {
            unwatch();
            return 0;
        }
        return super.doReadBytes(buffer);
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

    /** NIO has no peek, but the adaptor's stream answers FIONREAD and doesn't read. */
    private boolean hasUnread() throws IOException {
        return javaChannel().socket().getInputStream().available() > 0;
    }

    private void resetOnClose() {
        try {
            javaChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyBroken) {
            // Then there is nobody to be told.
        }
    }
}

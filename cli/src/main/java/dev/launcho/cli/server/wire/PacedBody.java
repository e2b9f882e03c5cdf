package dev.launcho.cli.server.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer that the event loop sends without a worker. One piece of at most {@value #PIECE} bytes is under way:
 * a client that reads slowly costs no more than that, and what its source holds. A client that takes nothing of a piece for
 * the given time is cut off. Event loop, but for the public methods.
 */
public final class PacedBody {
    private static final int PIECE = 16 * 1024;

    private final Channel channel;
    private final Source source;
    private final Duration patience;
    private final Runnable whenSent;

    private byte[] block = {};
    private int sent;
    private boolean writing;
    private boolean ended;

    /** A source of bytes. Called on the event loop: must not block. */
    public interface Source {
        /** Returns the next bytes, which nothing may change; empty if there are none now. */
        Optional<byte[]> next();

        /** Returns whether there will be no more. */
        boolean isEnded();
    }

    /**
     * @param patience how long the client may take nothing
     * @param whenSent called on the event loop when the source has ended and all is sent
     */
    public PacedBody(Channel channel, Source source, Duration patience, Runnable whenSent) {
        this.channel = channel;
        this.source = source;
        this.patience = patience;
        this.whenSent = whenSent;
    }

    /** Sends what the source has by now. Any thread. */
    public void wake() {
        channel.eventLoop().execute(this::send);
    }

    /** Any thread. */
    public boolean isOpen() {
        return channel.isActive();
    }

    /** Closes the connection in the middle of the answer. Any thread. */
    public void cut() {
        channel.close();
    }

    /** Closes the connection of a client that reads nothing, below TLS, whose close would wait for it. Any thread. */
    public void abort() {
        if (channel.isOpen()) {
            channel.pipeline().firstContext().close();
        }
    }

    private void send() {
        if (writing || ended || !hasMore()) {
            return;
        }
        int length = Math.min(PIECE, block.length - sent);
        ByteBuf piece = Unpooled.wrappedBuffer(block, sent, length);
        sent += length;
        writing = true;
        ScheduledFuture<?> late = channel.eventLoop().schedule(this::abort, patience.toMillis(), TimeUnit.MILLISECONDS);
        channel.writeAndFlush(new DefaultHttpContent(piece)).addListener(written -> {
            late.cancel(false);
            writing = false;
            if (written.isSuccess()) {
                send();
            } else {
                abort();
            }
        });
    }

    /** Returns whether there is something to send now. */
    private boolean hasMore() {
        if (sent < block.length) {
            return true;
        }
        Optional<byte[]> next = source.next();
        block = next.orElse(new byte[0]);
        sent = 0;
        if (next.isEmpty() && source.isEnded()) {
            ended = true;
            whenSent.run();
        }
        return block.length > 0;
    }
}

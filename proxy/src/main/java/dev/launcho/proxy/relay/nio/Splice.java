package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.relay.RelayOwner.End;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two connected sockets, each sending on what the other one receives.
 *
 * <p>A side is read again only when what came from it before fits below its peer's watermark. A FIN is passed on behind
 * the last byte, and the other direction goes on. When a side breaks, what came from it is still written to its peer,
 * for at most {@value #FLUSH_SECONDS} s, and then the peer is reset.
 */
final class Splice implements SideListener {
    static final long FLUSH_SECONDS = 5;

    private final Side client;
    private final Side backend;
    private final RelayOwner owner;
    /** How it ends, once that is known. */
    private @Nullable End end;

    private @Nullable Quiet quiet;
    private int open = 2;
    private @Nullable Future<?> flushDeadline;

    Splice(Side client, Side backend, RelayOwner owner) {
        this.client = client;
        this.backend = backend;
        this.owner = owner;
        client.tell(this);
        backend.tell(this);
    }

    /**
     * @param first goes to the backend before anything else
     * @param early what was read from the client already, if anything; owned by this from now on
     * @param idle zero = nothing is to be watched
     */
    void start(byte[] first, @Nullable ByteBuf early, Duration idle) {
        if (!idle.isZero()) {
            quiet = new Quiet(client, backend, idle, this::giveUp);
        }
        if (first.length > 0) {
            backend.write(Unpooled.wrappedBuffer(first));
        }
        if (early != null) {
            read(client, early);
        }
        backend.channel.flush();
        if (client.finished) {
            finished(client);
        }
        pull(client);
        pull(backend);
    }

    @Override
    public void opened(Side side) {
        // Both are open already.
    }

    @Override
    public void read(Side side, ByteBuf bytes) {
        if (end != null) {
            bytes.release();
            return;
        }
        int count = bytes.readableBytes();
        if (side == client) {
            owner.received(count);
        } else {
            owner.replied(count);
        }
        peer(side).write(bytes);
    }

    @Override
    public void readComplete(Side side) {
        peer(side).channel.flush();
        pull(side);
    }

    @Override
    public void writable(Side side) {
        pull(peer(side));
    }

    @Override
    public void finished(Side side) {
        Side peer = peer(side);
        peer.whenFlushed(() -> sendFin(peer));
    }

    @Override
    public void closed(Side side) {
        if (end == null) {
            broke(side);
        }
        if (--open == 0) {
            if (flushDeadline != null) {
                flushDeadline.cancel(false);
            }
            if (quiet != null) {
                quiet.end();
            }
            owner.ended(end);
        }
    }

    private void giveUp(End how) {
        if (end == null) {
            end = how;
            client.close();
            backend.close();
        }
    }

    private void pull(Side side) {
        if (end == null && !side.finished && peer(side).channel.isWritable()) {
            side.channel.read();
        }
    }

    private void sendFin(Side side) {
        if (end != null) {
            return;
        }
        side.channel.shutdownOutput().addListener(sent -> {
            side.ended = sent.isSuccess();
            if (side.ended && side == client) {
                owner.backendFinished();
            }
            if (!side.ended) {
                side.channel.close();
            } else if (peer(side).ended && end == null) {
                end = End.FINISHED;
                client.close();
                backend.close();
            }
        });
    }

    private void broke(Side side) {
        end = side == client ? End.CLIENT_BROKE : End.BACKEND_BROKE;
        Side peer = peer(side);
        flushDeadline = peer.channel.eventLoop().schedule(peer::close, FLUSH_SECONDS, TimeUnit.SECONDS);
        peer.whenFlushed(peer::close);
    }

    private Side peer(Side side) {
        return side == client ? backend : client;
    }
}

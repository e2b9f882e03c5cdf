package dev.launcho.proxy.relay.nio;

import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.relay.RelayOwner.End;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two connected sockets; each sends the bytes that the other one receives.
 *
 * <p>Back-pressure: a side is read again only when its peer's queue is below the watermark. A FIN is passed on behind the
 * last byte, and the other direction goes on (half-close). When a side breaks, its remaining bytes are still read and
 * written to its peer ({@link ResetDelivery}); then the peer is reset.
 *
 * <p>Confined to the loop of both sides.
 */
final class Splice implements SideListener {
    private final RelaySocket client;
    private final RelaySocket backend;
    private final RelayOwner owner;
    private final ResetWatch watch;
    private @Nullable RelaySocket broken;
    private @Nullable ResetDelivery delivery;
    /** How the splice has ended; once set, both sides are being closed. */
    private @Nullable End end;

    private @Nullable IdleTimeout quiet;
    private int open = 2;

    Splice(RelaySocket client, RelaySocket backend, RelayOwner owner, ResetWatch watch) {
        this.client = client;
        this.backend = backend;
        this.owner = owner;
        this.watch = watch;
        client.tell(this);
        backend.tell(this);
    }

    /**
     * Begins to move bytes.
     *
     * @param first bytes for the backend, before anything else
     * @param early bytes that were read from the client already, if any; owned by this from now on
     * @param idle the idle time-out; zero = none
     */
    void start(byte[] first, @Nullable ByteBuf early, Duration idle) {
        watch.add(this);
        if (!idle.isZero()) {
            quiet = new IdleTimeout(client, backend, idle, this::over);
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

    /** Visits each side whose reset no read would show: the side is not read at the moment, or its FIN was read. */
    void forEachUnread(Consumer<RelaySocket> visit) {
        if (end == null && broken == null) {
            visitUnread(client, visit);
            visitUnread(backend, visit);
        }
    }

    private void visitUnread(RelaySocket side, Consumer<RelaySocket> visit) {
        boolean read = !side.finished && peer(side).channel.isWritable();
        // After a FIN was sent to a side, the side's own FIN looks like a reset.
        if (!read && !side.ended && side.channel.isOpen()) {
            visit.accept(side);
        }
    }

    @Override
    public void opened(RelaySocket side) {
        // Both are open already.
    }

    @Override
    public void read(RelaySocket side, ByteBuf bytes) {
        if (!isMoving(side)) {
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
    public void readComplete(RelaySocket side) {
        peer(side).channel.flush();
        pull(side);
    }

    @Override
    public void writable(RelaySocket side) {
        pull(peer(side));
    }

    @Override
    public void finished(RelaySocket side) {
        boolean cut = side.channel.isReset() || side.channel.isRefused();
        if (!cut && isMoving(side)) {
            RelaySocket peer = peer(side);
            peer.whenFlushed(() -> sendFin(peer));
        }
        if (side == broken) {
            deliver(side);
        } else if (cut) {
            broke(side);
        }
    }

    @Override
    public void refused(RelaySocket side) {
        broke(side);
    }

    @Override
    public void closed(RelaySocket side) {
        if (end == null) {
            // A fault has closed it.
            side.finished = true;
            if (broken == side) {
                deliver(side);
            } else {
                broke(side);
            }
        }
        if (--open == 0) {
            watch.remove(this);
            owner.ended(end);
        }
    }

    /** Ends the splice after a side broke: nothing more is written to that side, and its remaining bytes are delivered. */
    void broke(RelaySocket side) {
        if (end != null || broken == side) {
            return;
        }
        if (broken != null) {
            over(endOf(broken));
            return;
        }
        broken = side;
        delivery = ResetDelivery.begin(peer(side), watch, () -> over(endOf(side)));
        if (side.finished) {
            deliver(side);
        } else {
            pull(side);
        }
    }

    /** Begins the last wait: everything was read from the broken side. */
    private void deliver(RelaySocket from) {
        ResetDelivery last = delivery;
        if (last != null) {
            peer(from).whenFlushed(last::allWritten);
        }
    }

    private void over(End how) {
        if (end != null) {
            return;
        }
        end = how;
        if (delivery != null) {
            delivery.end();
        }
        if (quiet != null) {
            quiet.end();
        }
        client.close();
        backend.close();
    }

    private void pull(RelaySocket side) {
        if (isMoving(side) && !side.finished && peer(side).channel.isWritable()) {
            side.channel.read();
        }
    }

    /** Returns whether bytes from the side still go to its peer. */
    private boolean isMoving(RelaySocket side) {
        return end == null && (broken == null || broken == side);
    }

    private void sendFin(RelaySocket side) {
        if (end != null || broken == side) {
            return;
        }
        side.channel.shutdownOutput().addListener(sent -> {
            side.ended = sent.isSuccess();
            if (!side.ended) {
                broke(side);
                return;
            }
            if (side == client) {
                owner.backendFinished();
            }
            if (peer(side).ended && broken == null) {
                over(End.FINISHED);
            }
        });
    }

    private End endOf(RelaySocket side) {
        return side == client ? End.CLIENT_BROKE : End.BACKEND_BROKE;
    }

    private RelaySocket peer(RelaySocket side) {
        return side == client ? backend : client;
    }
}

package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.ByteArrays;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.relay.epoll.ResetInProgress.Sign;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.NativeInetAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and its backend's.
 *
 * <pre>
 *   CHOOSING --start--> RELAYING --both directions finished--------> OVER
 *      |                   '--a side broke--> BREAKING --delivered----^
 *      '--client left, reset-------------------------(or given up)----^
 * </pre>
 *
 * When a side breaks, its remaining bytes are still delivered to the other side ({@link ResetDelivery}), which is then reset. If a
 * client has sent bytes and breaks before the start, the start handles the break.
 *
 * <p>Confined to its loop.
 */
final class EpollRelay implements Relay {
    private enum Phase {
        CHOOSING,
        RELAYING,
        BREAKING,
        OVER
    }

    /** The links of {@link RelayList}. */
    @Nullable
    EpollRelay previous;

    @Nullable
    EpollRelay next;

    private final EventLoopState loop;
    private final RelaySocket client;
    private final byte[] address;
    private final AdmissionControl.Place place;
    private final ConnectPhase connectPhase;
    private RelayOwner owner;
    private @Nullable Flow up;
    private @Nullable Flow down;
    private @Nullable IdleTimeout quiet;
    private Phase phase = Phase.CHOOSING;
    /** Set once a side has broken. */
    private @Nullable ResetInProgress breaking;

    /** @param address the client's address, as Netty's accept writes it: after a reset the socket no longer has it */
    EpollRelay(LinuxSocket accepted, byte[] address, EventLoopState loop, AdmissionControl.Place place) {
        this.loop = loop;
        this.address = address;
        this.place = place;
        client = RelaySocket.accepted(accepted, this);
        connectPhase = new ConnectPhase(this, loop, client);
        owner = place.arrive(this);
    }

    /** Registers the client and calls the owner; to be called first, on the loop. */
    void begin() {
        try {
            loop.add(this);
            client.register(loop);
            owner.begin();
        } catch (IOException noMemory) {
            close(true);
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    boolean isClient(RelaySocket side) {
        return side == client;
    }

    EventLoopState home() {
        return loop;
    }

    RelayOwner owner() {
        return owner;
    }

    /** Returns the client's socket, and the backend's if there is one; for tests. */
    List<LinuxSocket> sockets() {
        RelaySocket backend = connectPhase.backend();
        return backend == null ? List.of(client.socket) : List.of(client.socket, backend.socket);
    }

    @Override
    public EventLoop loop() {
        return loop.eventLoop();
    }

    @Override
    public InetSocketAddress client() {
        return NativeInetAddress.address(address, 1, address[0]);
    }

    @Override
    public @Nullable InetSocketAddress local() {
        return client.socket.localAddress();
    }

    @Override
    public void handTo(RelayOwner other) {
        owner = other;
    }

    @Override
    public void readEarly() {
        connectPhase.read();
    }

    @Override
    public void stopReading(byte[] unread) {
        connectPhase.stopReading(unread);
    }

    @Override
    public void connect(InetSocketAddress address) {
        connectPhase.connect(address);
    }

    @Override
    public void abandonConnect() {
        connectPhase.abandonConnect();
    }

    @Override
    public void watch() {
        connectPhase.watch();
    }

    @Override
    public void start(byte[] first, Duration idle) {
        RelaySocket backend = connectPhase.backend();
        if (backend == null) {
            throw new IllegalStateException("start without a connected backend");
        }
        phase = Phase.RELAYING;
        up = new Flow(client, backend, this, connectPhase.bytesRead());
        down = new Flow(backend, client, this, 0);
        if (!idle.isZero()) {
            quiet = IdleTimeout.begin(this, up, down, idle);
        }
        byte[] early = connectPhase.early();
        if (early.length > 0) {
            owner.received(early.length);
        }
        if (first.length + early.length > 0) {
            up.begin(ByteArrays.concat(first, early));
        }
        breakIfBroken(client);
        breakIfBroken(backend);
        up.pump();
        down.pump();
    }

    /** Handles a side that broke before the start, and may have sent bytes before that. */
    private void breakIfBroken(RelaySocket side) {
        if (side.isBroken()) {
            broke(side, Sign.EVENT);
        }
    }

    boolean isChoosing() {
        return phase == Phase.CHOOSING;
    }

    @Override
    public void reset() {
        if (phase == Phase.CHOOSING) {
            close(true);
        } else {
            abort();
        }
    }

    /** Resets both sides: the loop ends, or this connection has caused a fault. */
    void abort() {
        if (phase == Phase.CHOOSING) {
            leftEarly();
        } else if (phase != Phase.OVER) {
            over(breaking == null ? RelayOwner.End.CLIENT_BROKE : breaking.end());
        }
    }

    /** Counts the client out once its descriptor is closed. */
    void closed(RelaySocket side) {
        if (side == client) {
            loop.giveBack();
            place.giveBack();
        }
    }

    /** Handles an event of epoll. Whatever it causes, the loop and its other connections go on. */
    void ready(RelaySocket side, int events) {
        try {
            switch (phase) {
                case CHOOSING -> connectPhase.ready(side, events);
                case RELAYING, BREAKING -> move(side, events);
                case OVER -> {
                    // The relay is over: its events don't matter.
                }
            }
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    /** Lets a flow go on, whose next turn has come. */
    void go(Flow flow) {
        try {
            flow.pump();
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    /** Ends the relay before its start: the client is gone. */
    void leftEarly() {
        close(true);
        owner.clientLeft();
    }

    /** Passes the number of bytes that a flow has read on to the owner. */
    void moved(Flow flow, int bytes) {
        if (flow == up) {
            owner.received(bytes);
        } else {
            owner.replied(bytes);
        }
    }

    /** Handles a flow that has written everything up to a FIN: passes the FIN on, or ends the relay. */
    void finished(Flow flow) {
        if (phase == Phase.RELAYING && other(flow).state() == Flow.State.FINISHED) {
            close(false);
            owner.ended(RelayOwner.End.FINISHED);
            return;
        }
        try {
            flow.to.finish();
        } catch (IOException gone) {
            broke(flow.to, Sign.WRITE);
            return;
        }
        if (phase == Phase.BREAKING) {
            cut(flow);
        } else if (flow == down) {
            owner.backendFinished();
        }
    }

    /** Handles a flow that has written everything that came before a reset. */
    void cut(Flow flow) {
        breaking().delivery().look();
    }

    boolean isBreaking() {
        return phase == Phase.BREAKING;
    }

    /** Ends a broken relay: the other side has everything. */
    void delivered() {
        over(breaking().end());
    }

    /** Returns whether an end of input may be a reset: a failed write has consumed the kernel's only report of the reset. */
    boolean mayBeCut(Flow flow) {
        return breaking != null && breaking.side() == flow.from && breaking.sign() == Sign.WRITE;
    }

    void broke(RelaySocket side, Sign sign) {
        switch (phase) {
            case RELAYING -> breakOff(side, sign);
            case BREAKING -> {
                if (breaking().side() != side) {
                    over(breaking().end());
                } else if (sign == Sign.READ) {
                    from(side).cut();
                }
            }
            case CHOOSING, OVER -> {
                // No bytes move in these phases.
            }
        }
    }

    /** Resets both sides: an idle time-out or the wait for a delivery is over. */
    void giveUp(RelayOwner.End end) {
        if (phase == Phase.RELAYING || phase == Phase.BREAKING) {
            over(breaking == null ? end : breaking.end());
        }
    }

    /** Sets options that only lasting connections need; called at regular intervals. */
    void look() {
        RelaySocket backend = connectPhase.backend();
        if (phase == Phase.RELAYING && backend != null) {
            backend.keepAlive();
        }
    }

    private void fault(Throwable fault) {
        loop.fault(fault);
        abort();
    }

    private void move(RelaySocket side, int events) {
        if (side.isBroken() && (breaking == null || breaking.side() != side)) {
            broke(side, Sign.EVENT);
        }
        Flow into = into(side);
        if (RelaySocket.isWritable(events) && into.isStuck()) {
            into.wake();
        }
        if (side.isReadable()) {
            from(side).wake();
        }
    }

    private void breakOff(RelaySocket side, Sign sign) {
        phase = Phase.BREAKING;
        Flow last = from(side);
        breaking = new ResetInProgress(
                side,
                sign,
                side == client ? RelayOwner.End.CLIENT_BROKE : RelayOwner.End.BACKEND_BROKE,
                new ResetDelivery(last, this));
        into(side).stop();
        if (last.state() == Flow.State.FINISHED) {
            cut(last);
        } else if (sign == Sign.READ) {
            // The flow itself has found it, and goes on when this returns.
            last.cut();
        } else {
            side.readAgain();
            last.pump();
        }
    }

    private void over(RelayOwner.End end) {
        close(true);
        owner.ended(end);
    }

    private void close(boolean reset) {
        phase = Phase.OVER;
        if (breaking != null) {
            breaking.delivery().end();
        }
        if (quiet != null) {
            quiet.end();
        }
        if (up != null) {
            up.stop();
        }
        if (down != null) {
            down.stop();
        }
        RelaySocket backend = connectPhase.backend();
        if (backend != null) {
            backend.end(loop, reset);
        }
        client.end(loop, reset);
        loop.remove(this);
    }

    private Flow from(RelaySocket side) {
        return Objects.requireNonNull(side == client ? up : down);
    }

    private Flow into(RelaySocket side) {
        return Objects.requireNonNull(side == client ? down : up);
    }

    private Flow other(Flow flow) {
        return into(flow.from);
    }

    private ResetInProgress breaking() {
        return Objects.requireNonNull(breaking);
    }
}

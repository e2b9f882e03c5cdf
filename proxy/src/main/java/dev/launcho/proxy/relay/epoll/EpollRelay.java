package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.Intake;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.relay.epoll.Breaking.Sign;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, and its backend's.
 *
 * <pre>
 *   CHOOSING --start--> RELAYING --both directions finished--------> OVER
 *      |                   '--a side broke--> BREAKING --delivered----^
 *      '--client left, reset--------------------------(or deadline)---^
 * </pre>
 *
 * When a side breaks, what came from it is still delivered to the other one, for at most {@value #DELIVER_SECONDS} s, and
 * then that one is reset.
 *
 * <p>Confined to its loop.
 */
final class EpollRelay implements Relay {
    static final long DELIVER_SECONDS = 5;

    private enum Phase {
        CHOOSING,
        RELAYING,
        BREAKING,
        OVER
    }

    /** For {@link Relays}. */
    @Nullable
    EpollRelay previous;

    @Nullable
    EpollRelay next;

    private final Loop loop;
    private final Side client;
    private final Intake.Place place;
    private final Doorstep doorstep;
    private RelayOwner owner;
    private @Nullable Flow up;
    private @Nullable Flow down;
    private @Nullable Quiet quiet;
    private Phase phase = Phase.CHOOSING;
    /** Of a broken one. */
    private @Nullable Breaking breaking;

    EpollRelay(LinuxSocket accepted, Loop loop, Intake.Place place) {
        this.loop = loop;
        this.place = place;
        client = Side.accepted(accepted, this);
        doorstep = new Doorstep(this, loop, client);
        owner = place.arrive(this);
    }

    /** The first thing to call, on the loop. */
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

    boolean isClient(Side side) {
        return side == client;
    }

    Loop home() {
        return loop;
    }

    RelayOwner owner() {
        return owner;
    }

    /** For tests: the client's, and the backend's if there is one. */
    List<LinuxSocket> sockets() {
        Side backend = doorstep.backend();
        return backend == null ? List.of(client.socket) : List.of(client.socket, backend.socket);
    }

    @Override
    public EventLoop loop() {
        return loop.eventLoop();
    }

    @Override
    public @Nullable InetSocketAddress client() {
        return client.socket.remoteAddress();
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
        doorstep.read();
    }

    @Override
    public void stopReading() {
        doorstep.stopReading();
    }

    @Override
    public void connect(InetSocketAddress address) {
        doorstep.connect(address);
    }

    @Override
    public void abandonConnect() {
        doorstep.abandonConnect();
    }

    @Override
    public void watch() {
        doorstep.watch();
    }

    @Override
    public void start(byte[] first, Duration idle) {
        Side backend = doorstep.backend();
        if (backend == null) {
            throw new IllegalStateException("start without a connected backend");
        }
        phase = Phase.RELAYING;
        up = new Flow(client, backend, this);
        down = new Flow(backend, client, this);
        if (!idle.isZero()) {
            quiet = Quiet.begin(this, up, down, idle);
        }
        if (first.length > 0) {
            up.begin(first);
        }
        up.pump();
        down.pump();
    }

    @Override
    public void reset() {
        if (phase == Phase.CHOOSING) {
            close(true);
        } else {
            abort();
        }
    }

    /** The loop ends, or this connection has made a fault happen. */
    void abort() {
        if (phase == Phase.CHOOSING) {
            leftEarly();
        } else if (phase != Phase.OVER) {
            over(breaking == null ? RelayOwner.End.CLIENT_BROKE : breaking.end());
        }
    }

    /** A side's descriptor is closed. */
    void closed(Side side) {
        if (side == client) {
            loop.giveBack();
            place.giveBack();
        }
    }

    /** Epoll has told something. Whatever it brings about, the loop and its other connections go on. */
    void ready(Side side, int events) {
        try {
            switch (phase) {
                case CHOOSING -> doorstep.ready(side, events);
                case RELAYING, BREAKING -> move(side, events);
                case OVER -> {
                    // Nothing is left to be done.
                }
            }
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    /** A flow's next turn has come. */
    void go(Flow flow) {
        try {
            flow.pump();
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    /** Before the start: the client is gone. */
    void leftEarly() {
        close(true);
        owner.clientLeft();
    }

    /** Bytes were read. */
    void moved(Flow flow, int bytes) {
        if (flow == up) {
            owner.received(bytes);
        } else {
            owner.replied(bytes);
        }
    }

    /** A flow has written everything, and then comes a FIN. */
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

    /** A flow has written everything that came before the reset. */
    void cut(Flow flow) {
        new Delivery(flow.to, this).run();
    }

    boolean isBreaking() {
        return phase == Phase.BREAKING;
    }

    /** Of a broken relay: the other side has everything. */
    void delivered() {
        over(breaking().end());
    }

    /** Whether the end of input that was just read is none, but a reset that a write was told of. */
    boolean isCutBefore(Flow flow) {
        return breaking != null && breaking.side() == flow.from && breaking.sign() == Sign.WRITE;
    }

    void broke(Side side, Sign sign) {
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
                // Nothing moves then.
            }
        }
    }

    /** Its time is over: both sides are reset. */
    void giveUp(RelayOwner.End end) {
        if (phase == Phase.RELAYING || phase == Phase.BREAKING) {
            over(breaking == null ? end : breaking.end());
        }
    }

    /** Called at regular times, for what only lasting connections need. */
    void look() {
        Side backend = doorstep.backend();
        if (phase == Phase.RELAYING && backend != null) {
            backend.keepAlive();
        }
    }

    private void fault(Throwable fault) {
        loop.fault(fault);
        abort();
    }

    private void move(Side side, int events) {
        if (side.isBroken() && (breaking == null || breaking.side() != side)) {
            broke(side, Sign.EVENT);
        }
        Flow into = into(side);
        if (Side.isWritable(events) && into.isStuck()) {
            into.wake();
        }
        if (side.isReadable()) {
            from(side).wake();
        }
    }

    private void breakOff(Side side, Sign sign) {
        phase = Phase.BREAKING;
        breaking = new Breaking(
                side,
                sign,
                side == client ? RelayOwner.End.CLIENT_BROKE : RelayOwner.End.BACKEND_BROKE,
                loop.eventLoop()
                        .schedule(() -> giveUp(RelayOwner.End.CLIENT_BROKE), DELIVER_SECONDS, TimeUnit.SECONDS));
        into(side).stop();
        Flow last = from(side);
        if (last.state() == Flow.State.FINISHED) {
            cut(last);
        } else if (sign == Sign.READ) {
            // Found by the flow itself, which goes on when this returns.
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
            breaking.deadline().cancel(false);
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
        Side backend = doorstep.backend();
        if (backend != null) {
            backend.end(loop, reset);
        }
        client.end(loop, reset);
        loop.remove(this);
    }

    private Flow from(Side side) {
        return Objects.requireNonNull(side == client ? up : down);
    }

    private Flow into(Side side) {
        return Objects.requireNonNull(side == client ? down : up);
    }

    private Flow other(Flow flow) {
        return into(flow.from);
    }

    private Breaking breaking() {
        return Objects.requireNonNull(breaking);
    }
}

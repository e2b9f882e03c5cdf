package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
    /** How often is looked whether the peer has everything; a reset would overtake what it has not. */
    private static final long LOOK_MILLIS = 5;

    private static final long LONGEST_LOOK_MILLIS = 100;

    private enum Phase {
        CHOOSING,
        RELAYING,
        BREAKING,
        OVER
    }

    /** How it shows that a side has broken. */
    enum Sign {
        /** It was told: there may be bytes to be read, and even a FIN. */
        EVENT,
        /** A read has failed: nothing more can be read. */
        READ,
        /** A write has failed: there may be bytes to be read, but what looks like a FIN behind them is the reset. */
        WRITE
    }

    /** Whether the owner is to be told that the client has finished before the start. */
    private enum Watch {
        OFF,
        ON,
        TOLD
    }

    /** For {@link Relays}. */
    @Nullable
    EpollRelay previous;

    @Nullable
    EpollRelay next;

    private final Loop loop;
    private final Side client;
    private final RelayOwner owner;
    private @Nullable Side backend;
    /** The backend's. */
    private int port;

    private @Nullable Flow up;
    private @Nullable Flow down;
    private Phase phase = Phase.CHOOSING;
    private Watch watch = Watch.OFF;
    /** Of a broken one. */
    private @Nullable Breaking breaking;

    /** What is known of the end of a relay that broke. */
    private record Breaking(Side side, Sign sign, RelayOwner.End end, Future<?> deadline) {}

    EpollRelay(LinuxSocket accepted, Loop loop, Function<Relay, RelayOwner> accept) {
        this.loop = loop;
        client = Side.accepted(accepted, this);
        owner = accept.apply(this);
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

    @Override
    public EventLoop loop() {
        return loop.eventLoop();
    }

    @Override
    public @Nullable InetSocketAddress client() {
        return client.socket.remoteAddress();
    }

    @Override
    public void connect(InetSocketAddress address) {
        Side attempt;
        try {
            attempt = dial(address);
        } catch (IOException | ChannelException cause) {
            owner.connectFailed(asIOException(cause));
            return;
        }
        backend = attempt;
    }

    @Override
    public void abandonConnect() {
        if (backend != null) {
            backend.end(loop, true);
            backend = null;
        }
    }

    @Override
    public void watch() {
        if (watch == Watch.OFF) {
            watch = Watch.ON;
        }
        lookAtClient();
    }

    @Override
    public void start() {
        Side connected = backend;
        if (connected == null) {
            throw new IllegalStateException("start without a connected backend");
        }
        phase = Phase.RELAYING;
        up = new Flow(client, connected, this);
        down = new Flow(connected, client, this);
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
            close(true);
            owner.clientLeft();
        } else if (phase != Phase.OVER) {
            over(breaking == null ? RelayOwner.End.CLIENT_BROKE : breaking.end());
        }
    }

    /** Epoll has told something. Whatever it brings about, the loop and its other connections go on. */
    void ready(Side side, int events) {
        try {
            switch (phase) {
                case CHOOSING -> choose(side, events);
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
            phase = Phase.OVER;
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
            deliver(flow, LOOK_MILLIS);
        } else if (flow == down) {
            owner.backendFinished();
        }
    }

    /** A flow has written everything that came before the reset. */
    void cut(Flow flow) {
        deliver(flow, LOOK_MILLIS);
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

    private Side dial(InetSocketAddress address) throws IOException {
        LinuxSocket socket = Sockets.client(address);
        try {
            // Whether it is established already doesn't matter: the first event tells it either way.
            socket.connect(address);
            Side attempt = Side.connecting(socket, this);
            attempt.register(loop);
            port = address.getPort();
            return attempt;
        } catch (IOException | RuntimeException | Error failed) {
            Sockets.close(socket);
            throw failed;
        }
    }

    /** Called at regular times, for timeouts and for what only lasting connections need. */
    void look(Timeouts timeouts) {
        try {
            giveUpIfLate(timeouts);
        } catch (Throwable fault) {
            fault(fault);
        }
    }

    private void giveUpIfLate(Timeouts timeouts) {
        if (phase != Phase.RELAYING || backend == null || up == null || down == null) {
            return;
        }
        backend.keepAlive(timeouts);
        if (isLate(timeouts.noProgressLooks(), up.isStuck() ? up.quietLooks() : 0)) {
            over(RelayOwner.End.BACKEND_BROKE);
        } else if (isLate(timeouts.noProgressLooks(), down.isStuck() ? down.quietLooks() : 0)
                || isLate(timeouts.idleLooks(), Math.min(up.quietLooks(), down.quietLooks()))) {
            over(RelayOwner.End.CLIENT_BROKE);
        }
    }

    private static boolean isLate(int most, int looks) {
        return most > 0 && looks > most;
    }

    private void choose(Side side, int events) {
        if (side == client) {
            lookAtClient();
        } else {
            lookAtConnect(side, events);
        }
    }

    private void fault(Throwable fault) {
        loop.fault(fault);
        abort();
    }

    private void lookAtClient() {
        if (client.isBroken()) {
            phase = Phase.OVER;
            close(true);
            owner.clientLeft();
        } else if (watch == Watch.ON && client.hasFin()) {
            watch = Watch.TOLD;
            if (hasSentNothing()) {
                owner.clientFinished();
            }
        }
    }

    private boolean hasSentNothing() {
        try {
            return TcpInfo.of(client.socket).hasSentNothing();
        } catch (IOException broken) {
            return false;
        }
    }

    private void lookAtConnect(Side attempt, int events) {
        IOException failure = null;
        if (Side.isHungUp(events)) {
            failure = failure(attempt);
        } else if (!Side.isWritable(events)) {
            return;
        } else if (Sockets.isConnectedToItself(attempt.socket, port)) {
            failure = new ConnectException("nobody listens there: the connection met itself");
        }
        if (failure == null) {
            owner.connected();
        } else {
            attempt.end(loop, true);
            backend = null;
            owner.connectFailed(failure);
        }
    }

    private static IOException failure(Side attempt) {
        try {
            attempt.socket.finishConnect();
            return new ConnectException("the connection was closed at once");
        } catch (IOException cause) {
            return cause;
        }
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
                loop.eventLoop().schedule(this::giveUp, DELIVER_SECONDS, TimeUnit.SECONDS));
        into(side).stop();
        Flow last = from(side);
        if (last.state() == Flow.State.FINISHED) {
            deliver(last, LOOK_MILLIS);
        } else if (sign == Sign.READ) {
            // Found by the flow itself, which goes on when this returns.
            last.cut();
        } else {
            side.readAgain();
            last.pump();
        }
    }

    private void giveUp() {
        if (phase == Phase.BREAKING) {
            over(breaking().end());
        }
    }

    /** Ends when the peer's kernel has everything. */
    private void deliver(Flow flow, long nextLookMillis) {
        if (phase != Phase.BREAKING) {
            return;
        }
        if (isDelivered(flow.to)) {
            over(breaking().end());
        } else {
            loop.eventLoop()
                    .schedule(
                            () -> deliver(flow, Math.min(2 * nextLookMillis, LONGEST_LOOK_MILLIS)),
                            nextLookMillis,
                            TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isDelivered(Side to) {
        try {
            return TcpInfo.of(to.socket).isDelivered();
        } catch (IOException broken) {
            return true;
        }
    }

    private void over(RelayOwner.End end) {
        if (breaking != null) {
            breaking.deadline().cancel(false);
        }
        close(true);
        owner.ended(end);
    }

    private void close(boolean reset) {
        phase = Phase.OVER;
        if (up != null) {
            up.stop();
        }
        if (down != null) {
            down.stop();
        }
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

    private static IOException asIOException(Exception cause) {
        return cause instanceof IOException io
                ? io
                : cause.getCause() instanceof IOException inner ? inner : new IOException(cause);
    }
}

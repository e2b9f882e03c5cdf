package dev.launcho.proxy.relay.epoll;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sockets of a relay. It is registered once and edge-triggered: epoll tells what has become possible, and
 * this keeps it in mind until it is used up.
 *
 * <p>Confined to its loop.
 */
final class Side implements EpollIoHandle {
    /** {@code EPOLLHUP} of {@code sys/epoll.h}, which Netty has no name for. */
    private static final int HUP = 0x10;

    /** {@code EPOLLPRI}: the peer has sent urgent data, at which a read stops though more is there. */
    private static final int URGENT = 0x2;

    static final int WRITABLE = Native.EPOLLOUT;
    private static final int READABLE = Native.EPOLLIN;
    private static final int FIN = Native.EPOLLRDHUP;
    private static final int ERROR = Native.EPOLLERR;

    private static final int ONE_SEGMENT = 1024;

    private static final EpollIoOps INPUT =
            EpollIoOps.valueOf(Native.EPOLLIN | URGENT | Native.EPOLLRDHUP | Native.EPOLLET);
    private static final EpollIoOps INPUT_AND_ROOM = EpollIoOps.valueOf(INPUT.value() | Native.EPOLLOUT);
    /** After so many events that told of room which nobody had waited for, it is not told any more. */
    private static final int UNASKED = 8;

    final LinuxSocket socket;
    private final EpollRelay relay;
    private @Nullable IoRegistration registration;
    private Life life = Life.OPEN;
    private Options options;
    /** What epoll told and is not used up, but for WRITABLE, which nobody keeps. */
    private int known;
    /**
     * Whether epoll also tells of room for output. Netty makes objects for an event of both input and room, but none for
     * one of input only: so it is asked for only where somebody waits for it.
     */
    private boolean toldOfRoom;

    private int unasked;

    /** How a socket ends. */
    private enum Life {
        OPEN,
        /** To be closed, so that the peer sees an end. */
        CLOSING,
        /** To be closed, so that the peer sees a reset. */
        RESETTING
    }

    /**
     * Which options the socket has. Many connections are short: what they don't need yet, they are not given, as each
     * option is a system call.
     */
    private enum Options {
        NONE,
        /** It has sent a little. */
        STARTED,
        /** It doesn't wait for acknowledgements before it sends on. */
        PROMPT,
        /** And looks from time to time whether the peer is still there. */
        ALL
    }

    private Side(LinuxSocket socket, EpollRelay relay, Options options) {
        this.socket = socket;
        this.relay = relay;
        this.options = options;
        // Room is what tells that a connect has succeeded.
        this.toldOfRoom = options == Options.NONE;
    }

    /** An accepted one, which inherits its options. */
    static Side accepted(LinuxSocket socket, EpollRelay relay) {
        return new Side(socket, relay, Options.ALL);
    }

    /** One that connects. */
    static Side connecting(LinuxSocket socket, EpollRelay relay) {
        return new Side(socket, relay, Options.NONE);
    }

    /** @return how many bytes it took, maybe none */
    int send(Piece piece) throws IOException {
        if (options.compareTo(Options.PROMPT) < 0) {
            prepare(piece.length());
        }
        return socket.sendAddress(piece.address, piece.from, piece.to);
    }

    /** Sends a FIN behind everything that was written. */
    void finish() throws IOException {
        try {
            socket.shutdown(false, true);
        } catch (NotYetConnectedException broken) {
            throw new IOException("reset by the peer", broken);
        }
    }

    /** Called for a connection that has lasted some seconds. */
    void keepAlive() {
        if (options != Options.ALL) {
            try {
                setPrompt();
                Sockets.outlive(socket);
            } catch (IOException broken) {
                // That is told as an event.
            }
            options = Options.ALL;
        }
    }

    /** What goes out first, in one segment, is never held back. */
    private void prepare(int length) throws IOException {
        if (options == Options.NONE && length <= ONE_SEGMENT) {
            options = Options.STARTED;
        } else {
            setPrompt();
            options = Options.PROMPT;
        }
    }

    private void setPrompt() throws IOException {
        if (options.compareTo(Options.PROMPT) < 0) {
            socket.setTcpNoDelay(true);
        }
    }

    /** Begins to listen for events; one may be there already. On the loop. */
    void register(Loop loop) throws IOException {
        registration = loop.register(this, toldOfRoom ? INPUT_AND_ROOM : INPUT);
    }

    /** Bytes wait for room: an event will tell of it, even if it is there already. */
    void awaitRoom() throws IOException {
        unasked = 0;
        if (!toldOfRoom) {
            listen(INPUT_AND_ROOM);
        }
    }

    private void noteUnaskedRoom() {
        if (toldOfRoom && ++unasked > UNASKED) {
            try {
                listen(INPUT);
            } catch (IOException refused) {
                // Then it goes on being told what nobody asked for.
            }
        }
    }

    private void listen(EpollIoOps events) throws IOException {
        if (registration != null) {
            try {
                registration.submit(events);
                toldOfRoom = events == INPUT_AND_ROOM;
            } catch (UncheckedIOException refused) {
                throw refused.getCause();
            }
        }
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        // Whoever closed this in the same round of events still has its descriptor: none of them is for another socket.
        if (life == Life.OPEN) {
            int events = ((EpollIoEvent) event).ops().value();
            known |= events & (READABLE | FIN | ERROR | URGENT);
            if ((events & (FIN | URGENT)) != 0) {
                known |= READABLE;
            }
            if ((events & READABLE) != 0 && isWritable(events)) {
                noteUnaskedRoom();
            }
            relay.ready(this, events);
        }
    }

    static boolean isWritable(int events) {
        return (events & WRITABLE) != 0;
    }

    /** Of a connect: it has failed. */
    static boolean isHungUp(int events) {
        return (events & (HUP | ERROR)) != 0;
    }

    boolean isReadable() {
        return (known & READABLE) != 0;
    }

    /** The peer has sent a FIN, maybe behind bytes that were not read yet. */
    boolean hasFin() {
        return (known & FIN) != 0;
    }

    /**
     * Whether a read that brought less than it had room for has taken everything, so that an event tells of what comes next.
     * Behind a FIN nothing more is told, and at urgent data, once there was some, a read stops.
     */
    boolean isEmptiedByShortRead() {
        return (known & (FIN | URGENT)) == 0;
    }

    boolean isBroken() {
        return (known & ERROR) != 0;
    }

    /** Everything that was there is read; epoll tells when more comes. */
    void drained() {
        known &= ~READABLE;
    }

    /** Reading is worth a try, whatever epoll told. */
    void readAgain() {
        known |= READABLE;
    }

    boolean isClient() {
        return relay.isClient(this);
    }

    /** Its descriptor is closed. */
    void closed() {
        relay.closed(this);
    }

    /** From now on it takes no part in anything; its descriptor is closed when the loop has told all it knows. */
    void end(Loop loop, boolean reset) {
        if (life == Life.OPEN) {
            life = reset ? Life.RESETTING : Life.CLOSING;
            loop.bury(this);
        }
    }

    /** Only for the loop, and when no event for its descriptor can be on the way. */
    void closeDescriptor() {
        try {
            if (life == Life.RESETTING) {
                socket.setSoLinger(0);
            }
        } catch (IOException alreadyBroken) {
            // Then there is nobody to be told.
        }
        Sockets.close(socket);
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    /** The loop ends. */
    @Override
    public void close() {
        if (life == Life.OPEN) {
            relay.abort();
        }
    }
}

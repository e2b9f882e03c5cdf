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
 * One of the two sockets of a relay. The socket is registered once and edge-triggered: epoll reports once what has become
 * possible, and this remembers it until it is used up.
 *
 * <p>Confined to its loop.
 */
final class RelaySocket implements EpollIoHandle {
    /** {@code EPOLLHUP} of {@code sys/epoll.h}, which Netty has no name for. */
    private static final int HUP = 0x10;

    /** {@code EPOLLPRI}: the peer has sent urgent data; a read stops there though more bytes follow. */
    private static final int URGENT = 0x2;

    static final int WRITABLE = Native.EPOLLOUT;
    private static final int READABLE = Native.EPOLLIN;
    private static final int FIN = Native.EPOLLRDHUP;
    private static final int ERROR = Native.EPOLLERR;

    private static final int ONE_SEGMENT = 1024;

    private static final EpollIoOps INPUT =
            EpollIoOps.valueOf(Native.EPOLLIN | URGENT | Native.EPOLLRDHUP | Native.EPOLLET);
    private static final EpollIoOps INPUT_AND_ROOM = EpollIoOps.valueOf(INPUT.value() | Native.EPOLLOUT);
    /** After this many events of room that nothing waited for, events of room are turned off. */
    private static final int UNASKED = 8;

    final LinuxSocket socket;
    private final EpollRelay relay;
    private @Nullable IoRegistration registration;
    private Life life = Life.OPEN;
    private Options options;
    /** The events that epoll has reported and that are not used up; never WRITABLE, which is not remembered. */
    private int known;
    /**
     * Whether epoll also reports room for output. Netty allocates objects for an event of both input and room, but not for an
     * event of input only. So room is asked for only while bytes wait for it.
     */
    private boolean toldOfRoom;

    private int unasked;

    /** How a socket ends. */
    private enum Life {
        OPEN,
        /** Will be closed so that the peer sees an end. */
        CLOSING,
        /** Will be closed so that the peer sees a reset. */
        RESETTING
    }

    /**
     * The options that the socket has. Each option is a system call, and many connections are short, so an option is set only
     * when it is needed.
     */
    private enum Options {
        NONE,
        /** No option is set yet, and the first segment was sent. */
        STARTED,
        /** TCP_NODELAY is set: a write does not wait for acknowledgements. */
        PROMPT,
        /** Keep-alive is set, too: the kernel checks from time to time that the peer is still there. */
        ALL
    }

    private RelaySocket(LinuxSocket socket, EpollRelay relay, Options options) {
        this.socket = socket;
        this.relay = relay;
        this.options = options;
        // An event of room shows that a connect has succeeded.
        this.toldOfRoom = options == Options.NONE;
    }

    /** Returns the side of an accepted socket, which inherits its options from the listening socket. */
    static RelaySocket accepted(LinuxSocket socket, EpollRelay relay) {
        return new RelaySocket(socket, relay, Options.ALL);
    }

    /** Returns the side of a socket that connects. */
    static RelaySocket connecting(LinuxSocket socket, EpollRelay relay) {
        return new RelaySocket(socket, relay, Options.NONE);
    }

    /** Sends bytes. @return how many the socket took, maybe none */
    int send(BufferChunk piece) throws IOException {
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

    /** Sets the remaining options; called for a connection that has lasted some seconds. */
    void keepAlive() {
        if (options != Options.ALL) {
            try {
                setPrompt();
                SocketSetup.outlive(socket);
            } catch (IOException broken) {
                // An event reports the broken socket.
            }
            options = Options.ALL;
        }
    }

    /** Sets TCP_NODELAY before a write, but not before a first small write: a first single segment is never delayed. */
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

    /** Registers for events; an event may be there already. On the loop. */
    void register(EventLoopState loop) throws IOException {
        registration = loop.register(this, toldOfRoom ? INPUT_AND_ROOM : INPUT);
    }

    /** Asks for an event when there is room, since bytes wait for it; the event also comes if there is room already. */
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
                // Epoll goes on to report room that nothing waits for, which does no harm.
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
        // A side that was closed in this round keeps its descriptor, so no event is for another socket.
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

    /** Returns whether a connect has failed. */
    static boolean isHungUp(int events) {
        return (events & (HUP | ERROR)) != 0;
    }

    boolean isReadable() {
        return (known & READABLE) != 0;
    }

    /** Returns whether the peer has sent a FIN, maybe behind bytes that were not read yet. */
    boolean hasFin() {
        return (known & FIN) != 0;
    }

    /**
     * Returns whether a short read (less than it had room for) has taken everything, so that an event reports what comes
     * next. After a FIN no event follows, and a read stops at urgent data, once there was some.
     */
    boolean isEmptiedByShortRead() {
        return (known & (FIN | URGENT)) == 0;
    }

    boolean isBroken() {
        return (known & ERROR) != 0;
    }

    /**
     * Returns whether a broken side had sent a FIN before its reset, behind {@code bytes}. False after urgent data, which the
     * kernel counts, too, so that the answer is not known.
     */
    boolean hasSentFinBehind(long bytes) {
        try {
            return (known & URGENT) == 0 && TcpInfo.of(socket).received() > bytes;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Notes that everything was read; epoll reports when more comes. */
    void drained() {
        known &= ~READABLE;
    }

    /** Notes that a read is worth a try, whatever epoll has reported. */
    void readAgain() {
        known |= READABLE;
    }

    boolean isClient() {
        return relay.isClient(this);
    }

    /** Notifies the relay that the descriptor is closed. */
    void closed() {
        relay.closed(this);
    }

    /** Ignores all events from now on; the descriptor is closed after the current round of events. */
    void end(EventLoopState loop, boolean reset) {
        if (life == Life.OPEN) {
            life = reset ? Life.RESETTING : Life.CLOSING;
            loop.bury(this);
        }
    }

    /** Closes the descriptor; only for the loop, when no event for this descriptor can be pending. */
    void closeDescriptor() {
        try {
            if (life == Life.RESETTING) {
                socket.setSoLinger(0);
            }
        } catch (IOException alreadyBroken) {
            // The peer is gone already.
        }
        SocketSetup.close(socket);
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    /** Aborts the relay, since the loop ends. */
    @Override
    public void close() {
        if (life == Life.OPEN) {
            relay.abort();
        }
    }
}

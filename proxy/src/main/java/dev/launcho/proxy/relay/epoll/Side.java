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

    static final int WRITABLE = Native.EPOLLOUT;
    private static final int READABLE = Native.EPOLLIN;
    private static final int FIN = Native.EPOLLRDHUP;
    private static final int ERROR = Native.EPOLLERR;

    private static final EpollIoOps ALL =
            EpollIoOps.valueOf(Native.EPOLLIN | Native.EPOLLOUT | Native.EPOLLRDHUP | Native.EPOLLET);

    final LinuxSocket socket;
    private final EpollRelay relay;
    private @Nullable IoRegistration registration;
    private Life life = Life.OPEN;
    /** What epoll told and is not used up, but for WRITABLE, which nobody keeps. */
    private int known;

    /** How a socket ends. */
    private enum Life {
        OPEN,
        /** To be closed, so that the peer sees an end. */
        CLOSING,
        /** To be closed, so that the peer sees a reset. */
        RESETTING
    }

    Side(LinuxSocket socket, EpollRelay relay) {
        this.socket = socket;
        this.relay = relay;
    }

    /** Begins to listen for events; one may be there already. On the loop. */
    void register(Loop loop) throws IOException {
        registration = loop.register(this, ALL);
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        // Whoever closed this in the same round of events still has its descriptor: none of them is for another socket.
        if (life == Life.OPEN) {
            int events = ((EpollIoEvent) event).ops().value();
            known |= events & (READABLE | FIN | ERROR);
            if ((events & FIN) != 0) {
                known |= READABLE;
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

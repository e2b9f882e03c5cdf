package dev.launcho.bench.compare.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One socket of the origin or of a client, edge-triggered. */
abstract class Wire implements EpollIoHandle {
    /** So many bytes at once, then others have their turn. */
    static final int TURN = 1024 * 1024;

    final WireLoop loop;
    final LinuxSocket socket;
    private @Nullable IoRegistration registration;
    private boolean ended;
    private boolean fin;
    private boolean reading;
    private boolean writing;

    Wire(WireLoop loop, LinuxSocket socket) {
        this.loop = loop;
        this.socket = socket;
    }

    void register() throws IOException {
        registration = loop.register(this);
    }

    /** Writes what it has; true if there may be more to write at once. */
    abstract boolean write() throws IOException;

    /** So many bytes have come into the loop's sink. False if it has ended. */
    abstract boolean received(int count) throws IOException;

    /** The other side has broken off or, with everything read, finished. */
    abstract void broke();

    /** How much to read at once; 0 for one that doesn't read. */
    int room() {
        return loop.sink.size;
    }

    @Override
    public final void handle(IoRegistration from, IoEvent event) {
        int events = ((EpollIoEvent) event).ops().value();
        fin |= (events & (Native.EPOLLRDHUP | Native.EPOLLERR)) != 0;
        if ((events & Native.EPOLLOUT) != 0) {
            writeAll();
        }
        if ((events & (Native.EPOLLIN | Native.EPOLLRDHUP | Native.EPOLLERR)) != 0) {
            readAll();
        }
    }

    final void writeAll() {
        try {
            for (int sent = 0; !ended && !writing && write(); sent += loop.zeros.size) {
                if (sent >= TURN) {
                    writing = true;
                    loop.later(this::writeOn);
                }
            }
        } catch (IOException gone) {
            fail();
        }
    }

    private void writeOn() {
        writing = false;
        writeAll();
    }

    private void readAll() {
        try {
            for (int read = 0; !ended && !reading && room() > 0; ) {
                int room = room();
                int count = socket.recvAddress(loop.sink.address, 0, room);
                if (count < 0) {
                    fail();
                } else if (count == 0 || !received(count) || count < room && !fin) {
                    return;
                }
                read += count;
                if (read >= TURN) {
                    reading = true;
                    loop.later(this::readOn);
                }
            }
        } catch (IOException gone) {
            fail();
        }
    }

    private void readOn() {
        reading = false;
        readAll();
    }

    private void fail() {
        if (!ended) {
            end(false);
            broke();
        }
    }

    final boolean hasEnded() {
        return ended;
    }

    /** Its descriptor is closed when no event for it can be on the way any more. */
    final void end(boolean reset) {
        if (!ended) {
            ended = true;
            loop.later(() -> closeDescriptor(reset));
        }
    }

    private void closeDescriptor(boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(0);
            }
            socket.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public final FileDescriptor fd() {
        return socket;
    }

    /** The loop ends. */
    @Override
    public final void close() {
        ended = true;
        closeDescriptor(true);
    }
}

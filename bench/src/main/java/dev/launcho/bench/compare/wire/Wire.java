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

/** A socket of the origin or of a client, edge-triggered. */
abstract class Wire implements EpollIoHandle {
    /** The bytes moved in one turn; then other sockets have their turn. */
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

    /** Writes the bytes that are due; returns true if more may be written at once. */
    abstract boolean write() throws IOException;

    /** Handles bytes that were read into the loop's sink; returns false if the connection has ended. */
    abstract boolean received(int count) throws IOException;

    /** Handles the end by the other side: a reset, or an end of input with everything read. */
    abstract void broke();

    /** Returns how many bytes to read at once; 0 if this never reads. */
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

    /** Ends the connection; its descriptor is closed once no event for it can be pending. */
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
            // The descriptor is closed in any case.
        }
        if (registration != null) {
            registration.cancel();
        }
    }

    @Override
    public final FileDescriptor fd() {
        return socket;
    }

    /** Resets the connection, since the loop ends. */
    @Override
    public final void close() {
        ended = true;
        closeDescriptor(true);
    }
}

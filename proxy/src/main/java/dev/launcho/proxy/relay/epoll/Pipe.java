package dev.launcho.proxy.relay.epoll;

import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/** Two descriptors through which the kernel moves bytes from one socket to another without showing them to us. */
final class Pipe {
    private final FileDescriptor out;
    private final FileDescriptor in;
    private int held;

    Pipe() throws IOException {
        FileDescriptor[] ends = FileDescriptor.pipe();
        out = ends[0];
        in = ends[1];
    }

    boolean isEmpty() {
        return held == 0;
    }

    /** @return how many bytes came in; 0 if there are none at the moment, and also at the end of input */
    int fill(Side from, int most) throws IOException {
        int count = Native.splice(from.socket.intValue(), -1, in.intValue(), -1, most);
        held += count;
        return count;
    }

    /** Takes as much of the piece as there is room for. @return whether that was all */
    boolean put(Piece piece) throws IOException {
        int count = in.writeAddress(piece.address, piece.from, piece.to);
        piece.from += count;
        held += count;
        return piece.length() == 0;
    }

    /** Writes until it is empty or {@code to} is full. @return how many bytes */
    int drain(Side to) throws IOException {
        int before = held;
        while (held > 0) {
            int count = Native.splice(out.intValue(), -1, to.socket.intValue(), -1, held);
            if (count == 0) {
                break;
            }
            held -= count;
        }
        return before - held;
    }

    void close() {
        Sockets.close(out);
        Sockets.close(in);
    }
}

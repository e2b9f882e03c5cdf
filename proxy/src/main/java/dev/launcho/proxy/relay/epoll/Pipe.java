package dev.launcho.proxy.relay.epoll;

import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;

/** A kernel pipe (two descriptors) through which bytes are spliced from one socket to another, without a copy to user space. */
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

    /** Splices bytes in. @return how many; 0 if there are none at the moment, and also at the end of input */
    int fill(RelaySocket from, int most) throws IOException {
        int count = Native.splice(from.socket.intValue(), -1, in.intValue(), -1, most);
        held += count;
        return count;
    }

    /** Puts in as many bytes of the piece as there is room for. @return whether that was all */
    boolean put(BufferChunk piece) throws IOException {
        int count = in.writeAddress(piece.address, piece.from, piece.to);
        piece.from += count;
        held += count;
        return piece.length() == 0;
    }

    /** Splices bytes out until the pipe is empty or {@code to} is full. @return how many bytes */
    int drain(RelaySocket to) throws IOException {
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
        SocketSetup.close(out);
        SocketSetup.close(in);
    }
}

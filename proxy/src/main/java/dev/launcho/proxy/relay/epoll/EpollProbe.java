package dev.launcho.proxy.relay.epoll;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A test of the parts that a machine may lack: the native library, and the rarer system calls. */
final class EpollProbe {
    private EpollProbe() {}

    /** Returns why the engine can't be used here, in one line; empty if it can. Takes some milliseconds. */
    static Optional<String> problem() {
        if (!Epoll.isAvailable()) {
            return Optional.of(words(Epoll.unavailabilityCause()));
        }
        try (EpollEngine engine = new EpollEngine(1)) {
            engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), relay -> {
                        throw new IllegalStateException("only a probe");
                    })
                    .close();
            splice();
            return Optional.empty();
        } catch (IOException | RuntimeException | LinkageError fault) {
            return Optional.of(words(fault));
        }
    }

    /** Splices a byte from one pipe to another: some sandboxes don't know the call. */
    private static void splice() throws IOException {
        FileDescriptor[] first = FileDescriptor.pipe();
        FileDescriptor[] second = FileDescriptor.pipe();
        try {
            first[1].write(ByteBuffer.allocateDirect(1), 0, 1);
            if (Native.splice(first[0].intValue(), -1, second[1].intValue(), -1, 1) != 1) {
                throw new IOException("splice moves nothing");
            }
        } finally {
            SocketSetup.close(first[0]);
            SocketSetup.close(first[1]);
            SocketSetup.close(second[0]);
            SocketSetup.close(second[1]);
        }
    }

    /** Returns the first line of the innermost cause. */
    private static String words(Throwable fault) {
        Throwable inner = fault;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
        return message.lines().findFirst().orElse("");
    }
}

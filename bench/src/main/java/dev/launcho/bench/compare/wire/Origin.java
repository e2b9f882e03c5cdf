package dev.launcho.bench.compare.wire;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The origin: the server behind all peers. Any thread may close it. */
public final class Origin implements AutoCloseable {
    private static final int BACKLOG = 4096;

    static {
        Epoll.ensureAvailability();
    }

    private final LinuxSocket listening = LinuxSocket.newSocketStream(SocketProtocolFamily.INET);
    private final List<WireLoop> loops = new ArrayList<>();
    private int next;

    /** Listens on a port of 127.0.0.1; only the first loop accepts connections. */
    public Origin(int port, int threads) throws IOException {
        listening.setReuseAddress(true);
        listening.setTcpNoDelay(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listening.listen(BACKLOG);
        for (int i = 0; i < threads; i++) {
            loops.add(new WireLoop("origin"));
        }
        loops.get(0).ask(() -> loops.get(0).register(new Acceptor()));
    }

    @Override
    public void close() {
        loops.forEach(WireLoop::close);
    }

    private final class Acceptor implements EpollIoHandle {
        private final byte[] address = new byte[26];

        @Override
        public void handle(IoRegistration from, IoEvent event) {
            try {
                for (int fd = listening.accept(address); fd >= 0; fd = listening.accept(address)) {
                    serve(LinuxSocket.newSocket(fd));
                }
            } catch (IOException noDescriptors) {
                System.err.println("the origin can't accept: " + noDescriptors.getMessage());
            }
        }

        private void serve(LinuxSocket socket) throws IOException {
            WireLoop loop = loops.get(next++ % loops.size());
            OriginConnection connection = new OriginConnection(loop, socket);
            if (loop == loops.get(0)) {
                connection.register();
            } else {
                loop.begin(connection);
            }
        }

        @Override
        public FileDescriptor fd() {
            return listening;
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}

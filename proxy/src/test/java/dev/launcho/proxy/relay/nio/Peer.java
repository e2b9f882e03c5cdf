package dev.launcho.proxy.relay.nio;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A side, and the socket at its other end. */
final class Peer {
    final RelaySocket side;
    final Socket socket;

    Peer(EventLoop loop) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            side = new RelaySocket(new RelayChannel(), new Silent());
            loop.register(side.channel).sync();
            side.channel.connect(server.getLocalSocketAddress()).sync();
            socket = server.accept();
            socket.setSoTimeout(30_000);
        }
    }

    private static final class Silent implements SideListener {
        @Override
        public void opened(RelaySocket side) {}

        @Override
        public void read(RelaySocket side, ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void readComplete(RelaySocket side) {}

        @Override
        public void writable(RelaySocket side) {}

        @Override
        public void finished(RelaySocket side) {}

        @Override
        public void refused(RelaySocket side) {}

        @Override
        public void closed(RelaySocket side) {}
    }
}

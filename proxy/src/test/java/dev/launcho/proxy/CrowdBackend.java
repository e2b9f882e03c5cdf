package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Serves any number of connections with one thread. Their first byte tells what for: {@code e} = what comes is sent back,
 * {@code s} = zeros are sent without an end, {@code z} = {@value #SOME} zeros are sent, {@code h} = nothing is read any more.
 */
final class CrowdBackend implements AutoCloseable {
    static final int SOME = 256 * 1024;
    private static final int BUFFER = 128 * 1024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);

    CrowdBackend() throws IOException {
        server.bind(new InetSocketAddress("127.0.0.1", 0), 4096);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::run, "crowd-backend");
        thread.setDaemon(true);
        thread.start();
    }

    Routes.Backend active() {
        return new Routes.Backend(
                new InstanceId("crowd"),
                new HostPort("127.0.0.1", server.socket().getLocalPort()),
                Routes.Rotation.ACTIVE);
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::ready);
            }
        } catch (IOException | ClosedSelectorException closed) {
            // The end of the test.
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.isWritable()) {
                send(key, (Zeros) key.attachment());
            } else {
                read(key, (SocketChannel) key.channel());
            }
        } catch (IOException reset) {
            close(key);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel accepted = server.accept(); accepted != null; accepted = server.accept()) {
            accepted.configureBlocking(false);
            keepSmall(accepted);
            accepted.register(selector, SelectionKey.OP_READ);
        }
    }

    /**
     * Bounds what a stalled connection leaves in the kernel, which grows it to some MiB at each end: hundreds of those use
     * up what a host has for all of TCP, and then it drops segments of everybody.
     */
    static void keepSmall(SocketChannel end) throws IOException {
        end.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        end.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
    }

    private void send(SelectionKey key, Zeros zeros) throws IOException {
        buffer.clear().limit((int) Math.min(buffer.capacity(), zeros.left));
        zeros.left -= ((SocketChannel) key.channel()).write(buffer);
        if (zeros.left == 0) {
            key.interestOps(0);
        }
    }

    private void read(SelectionKey key, SocketChannel channel) throws IOException {
        buffer.clear();
        if (key.attachment() == null) {
            buffer.limit(1);
        }
        if (channel.read(buffer) < 0) {
            close(key);
        } else if (key.attachment() == null && buffer.position() == 1) {
            char what = (char) buffer.get(0);
            key.attach(new Zeros(what == 'z' ? SOME : Long.MAX_VALUE));
            key.interestOps(
                    switch (what) {
                        case 'e' -> SelectionKey.OP_READ;
                        case 'h' -> 0;
                        default -> SelectionKey.OP_WRITE;
                    });
        } else {
            channel.write(buffer.flip());
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException gone) {
            // It was reset.
        }
    }

    private static final class Zeros {
        private long left;

        private Zeros(long left) {
            this.left = left;
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}

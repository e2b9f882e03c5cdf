package dev.launcho.proxy;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Serves any number of connections with one thread. Their first byte tells what for: {@code e} = what comes is sent back,
 * {@code s} = zeros are sent without an end, {@code h} = nothing is read any more.
 */
final class CrowdBackend implements AutoCloseable {
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
                buffer.clear();
                ((SocketChannel) key.channel()).write(buffer);
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
            accepted.register(selector, SelectionKey.OP_READ);
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
            key.attach(what);
            key.interestOps(what == 'e' ? SelectionKey.OP_READ : what == 's' ? SelectionKey.OP_WRITE : 0);
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

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}

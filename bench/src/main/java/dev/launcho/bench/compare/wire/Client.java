package dev.launcho.bench.compare.wire;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A client connection of a load: sends a request, receives the reply, and then acts as its {@link Shape} says. */
final class Client extends Wire {
    private final Load load;
    private final long began;
    private long asked;
    private long sent;
    private long toReceive;
    private boolean waiting = true;

    private Client(WireLoop loop, LinuxSocket socket, Load load) {
        super(loop, socket);
        this.load = load;
        this.began = System.nanoTime();
        this.asked = began;
        this.toReceive = load.shape().order().replyBytes();
    }

    /** Begins a connect; on the loop. */
    static Client connect(WireLoop loop, InetSocketAddress address, Load load) throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketStream(SocketProtocolFamily.INET);
        try {
            if (!load.shape().reconnects()) {
                socket.setTcpNoDelay(true);
            }
            socket.connect(address);
            Client client = new Client(loop, socket, load);
            client.register();
            return client;
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    boolean write() throws IOException {
        long left = load.requestBytes() - sent;
        if (left == 0 || !waiting) {
            return false;
        }
        Memory from = sent < load.head().size ? load.head() : loop.zeros;
        int start = from == loop.zeros ? 0 : (int) sent;
        int end = (int) Math.min(from.size, start + left);
        int count = socket.sendAddress(from.address, start, end);
        sent += count;
        load.moved(count);
        return count == end - start;
    }

    @Override
    boolean received(int count) {
        load.moved(count);
        toReceive -= count;
        if (toReceive > 0) {
            return true;
        }
        waiting = false;
        switch (load.shape().then()) {
            case ASK_AGAIN -> {
                load.answered(System.nanoTime() - asked);
                ask();
            }
            case CONNECT_AGAIN -> {
                end(false);
                load.answered(System.nanoTime() - began);
                load.ended(this);
            }
            case STAY -> load.answered(System.nanoTime() - began);
            case NEVER_READ -> throw new IllegalStateException("read by one that doesn't");
        }
        return !hasEnded();
    }

    private void ask() {
        waiting = true;
        sent = 0;
        toReceive = load.shape().order().replyBytes();
        asked = System.nanoTime();
        writeAll();
    }

    @Override
    int room() {
        return load.shape().then() == Shape.Then.NEVER_READ ? 0 : super.room();
    }

    @Override
    void broke() {
        load.failed();
        load.ended(this);
    }
}

package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.Relay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Connects at once to one backend, and starts. */
class Straight extends IdleOwner {
    final Relay relay;
    final CompletableFuture<Void> connected = new CompletableFuture<>();
    final CompletableFuture<End> end = new CompletableFuture<>();
    /** How much has come from the client. */
    final AtomicLong received = new AtomicLong();

    private final InetSocketAddress backend;
    private final Duration idle;

    Straight(Relay relay, InetSocketAddress backend) {
        this(relay, backend, Duration.ZERO);
    }

    Straight(Relay relay, InetSocketAddress backend, Duration idle) {
        this.relay = relay;
        this.backend = backend;
        this.idle = idle;
    }

    @Override
    public void begin() {
        relay.connect(backend);
    }

    @Override
    public void connected() {
        connected.complete(null);
        relay.start(new byte[0], idle);
    }

    @Override
    public void connectFailed(IOException cause) {
        connected.completeExceptionally(cause);
        relay.reset();
    }

    @Override
    public void received(int bytes) {
        received.addAndGet(bytes);
    }

    @Override
    public void ended(End how) {
        end.complete(how);
    }
}

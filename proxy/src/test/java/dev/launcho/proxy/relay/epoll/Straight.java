package dev.launcho.proxy.relay.epoll;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.proxy.relay.IdleOwner;
import dev.launcho.proxy.relay.Relay;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Connects at once to one backend, and starts. */
class Straight extends IdleOwner {
    final Relay relay;
    final CompletableFuture<Void> connected = new CompletableFuture<>();
    final CompletableFuture<End> end = new CompletableFuture<>();
    /** How much has come from the client. */
    final AtomicLong received = new AtomicLong();
    /** In how many reads. */
    final AtomicInteger reads = new AtomicInteger();

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
    public void connectFailed(FailureKind cause) {
        connected.completeExceptionally(new IllegalStateException(cause.words()));
        relay.reset();
    }

    @Override
    public void received(int bytes) {
        received.addAndGet(bytes);
        reads.incrementAndGet();
    }

    @Override
    public void ended(End how) {
        end.complete(how);
    }
}

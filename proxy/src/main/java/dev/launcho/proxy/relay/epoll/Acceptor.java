package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Relay;
import dev.launcho.proxy.relay.RelayOwner;
import dev.launcho.proxy.relay.Warnings;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One loop's share in a listening socket. The kernel wakes one of the loops that wait for each connection
 * ({@code EPOLLEXCLUSIVE}). That one keeps it, unless it has many more than another loop: the kernel prefers the same
 * loop when all are idle.
 *
 * <p>When there are as many clients as descriptors allow, or none can be accepted for another reason, it lets the
 * kernel's backlog wait for {@value #PAUSE_MILLIS} ms and tries again.
 *
 * <p>Confined to its loop.
 */
final class Acceptor implements EpollIoHandle, Runnable {
    static final long PAUSE_MILLIS = 200;
    /** So many more than another loop may a loop have before it gives connections away. */
    static final int UNEVEN = 4;
    /** At once; then others have their turn. */
    private static final int TURN = 16;

    private static final int EPOLLEXCLUSIVE = 1 << 28;
    private static final EpollIoOps CONNECTIONS = EpollIoOps.valueOf(Native.EPOLLIN | Native.EPOLLET | EPOLLEXCLUSIVE);
    private static final int ECONNABORTED = -103;

    private final LinuxSocket socket;
    private final Loop loop;
    private final List<Loop> loops;
    private final Function<Relay, RelayOwner> accept;
    private final Descriptors descriptors;
    private final Warnings warnings;
    /** Where the kernel writes the client's address; nobody reads it. */
    private final byte[] address = new byte[26];

    private @Nullable IoRegistration registration;
    private boolean again;

    Acceptor(
            LinuxSocket socket,
            Loop loop,
            List<Loop> loops,
            Function<Relay, RelayOwner> accept,
            Descriptors descriptors,
            Warnings warnings) {
        this.socket = socket;
        this.loop = loop;
        this.loops = loops;
        this.accept = accept;
        this.descriptors = descriptors;
        this.warnings = warnings;
    }

    void start() throws IOException {
        registration = loop.register(this, CONNECTIONS);
    }

    void stop() {
        if (registration != null) {
            registration.cancel();
            registration = null;
        }
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        acceptAll();
    }

    /** The pause is over, or its next turn has come. */
    @Override
    public void run() {
        again = false;
        acceptAll();
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    /** The loop ends. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void acceptAll() {
        try {
            for (int i = 0; i < TURN; i++) {
                if (registration == null || again || !acceptOne()) {
                    return;
                }
            }
            again = true;
            loop.turns().add(this);
        } catch (RejectedExecutionException loopEnded) {
            // Then nobody is served any more.
        } catch (Throwable fault) {
            pause(() -> "can't serve a connection: " + fault);
        }
    }

    private boolean acceptOne() {
        if (descriptors.full()) {
            pause(() -> "has to let clients wait: " + descriptors.most()
                    + " are connected, more open files are not allowed (ulimit -n)");
            return false;
        }
        int descriptor;
        try {
            descriptor = socket.accept(address);
        } catch (Errors.NativeIoException cause) {
            if (cause.expectedErr() == ECONNABORTED) {
                return true;
            }
            pause(() -> "can't accept connections, they wait: " + cause.getMessage());
            return false;
        } catch (IOException closed) {
            return false;
        }
        if (descriptor >= 0) {
            serve(LinuxSocket.newSocket(descriptor));
        }
        return descriptor >= 0;
    }

    private void serve(LinuxSocket client) {
        Loop least = Loop.leastOf(loops, loop);
        Loop home = loop.connections() - least.connections() <= UNEVEN ? loop : least;
        home.take();
        if (home == loop) {
            begin(client, home);
            return;
        }
        try {
            home.execute(() -> begin(client, home));
        } catch (RejectedExecutionException loopEnded) {
            drop(client, home);
        }
    }

    private void begin(LinuxSocket client, Loop home) {
        try {
            new EpollRelay(client, home, accept).begin();
        } catch (Throwable fault) {
            home.fault(fault);
            drop(client, home);
        }
    }

    private static void drop(LinuxSocket client, Loop home) {
        home.giveBack();
        Sockets.close(client);
    }

    private void pause(Supplier<String> why) {
        again = true;
        loop.eventLoop().schedule(this, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        warnings.warn(() -> NetUtil.toSocketAddressString(socket.localAddress()) + " " + why.get());
    }
}

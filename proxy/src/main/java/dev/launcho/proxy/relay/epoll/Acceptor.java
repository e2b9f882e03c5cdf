package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.AdmissionControl;
import dev.launcho.proxy.relay.DescriptorBudget;
import dev.launcho.proxy.relay.WarningLimiter;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The acceptor of one loop on a listening socket. For each connection the kernel wakes one of the waiting loops
 * ({@code EPOLLEXCLUSIVE}). That loop keeps the connection, unless it has many more than another loop: the kernel prefers
 * one loop when all are idle.
 *
 * <p>At the limit of descriptors, or if an accept fails, the acceptor pauses for {@value #PAUSE_MILLIS} ms, and clients wait in
 * the kernel's backlog. At the service's limit of clients they wait until a client has left.
 *
 * <p>Confined to its loop.
 */
final class Acceptor implements EpollIoHandle, Runnable {
    static final long PAUSE_MILLIS = 200;
    /** A loop may have this many connections more than another loop before it gives connections away. */
    static final int UNEVEN = 4;
    /** The number of accepts in one turn; then other work has its turn. */
    private static final int TURN = 16;

    private static final int EPOLLEXCLUSIVE = 1 << 28;
    private static final EpollIoOps CONNECTIONS = EpollIoOps.valueOf(Native.EPOLLIN | Native.EPOLLET | EPOLLEXCLUSIVE);
    private static final int ECONNABORTED = -103;

    private final LinuxSocket socket;
    private final EventLoopState loop;
    private final List<EventLoopState> loops;
    private final AdmissionControl admission;
    private final DescriptorBudget descriptors;
    private final WarningLimiter warnings;
    /** The memory into which the kernel writes the client's address. */
    private final byte[] address = new byte[26];

    private @Nullable IoRegistration registration;
    private boolean again;
    private @Nullable Future<?> pause;
    /** Whether the admission will call back when it has a place. */
    private volatile boolean awaitsPlace;

    Acceptor(
            LinuxSocket socket,
            EventLoopState loop,
            List<EventLoopState> loops,
            AdmissionControl admission,
            DescriptorBudget descriptors,
            WarningLimiter warnings) {
        this.socket = socket;
        this.loop = loop;
        this.loops = loops;
        this.admission = admission;
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

    /** Serves the clients that have connected already, and closes the socket. Called when all acceptors have stopped. */
    void end() {
        try {
            int served = 0;
            while (served < SocketSetup.BACKLOG && acceptOne()) {
                served++;
            }
        } finally {
            SocketSetup.close(socket);
        }
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        acceptAll();
    }

    /** Accepts again: the pause is over, or the next turn has come. */
    @Override
    public void run() {
        again = false;
        if (pause != null) {
            pause.cancel(false);
            pause = null;
        }
        acceptAll();
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    /** Closes the socket, since the loop ends. */
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
            // The loop serves no client any more.
        } catch (Throwable fault) {
            pause(() -> "can't serve a connection: " + fault);
        }
    }

    private boolean acceptOne() {
        if (descriptors.full()) {
            pause(() -> "lets clients wait: " + descriptors.most()
                    + " are connected, and no more open files are allowed (ulimit -n)");
            return false;
        }
        AdmissionControl.Place place = admission.admit();
        if (place == null) {
            awaitPlace();
            return false;
        }
        int descriptor = -1;
        try {
            descriptor = socket.accept(address);
        } catch (Errors.NativeIoException cause) {
            if (cause.expectedErr() == ECONNABORTED) {
                return true;
            }
            pause(() -> "can't accept connections, they wait: "
                    + ErrorNumbers.kind(cause).words());
            return false;
        } catch (IOException closed) {
            return false;
        } finally {
            if (descriptor < 0) {
                place.giveBack();
            }
        }
        if (descriptor >= 0) {
            serve(LinuxSocket.newSocket(descriptor), place);
        }
        return descriptor >= 0;
    }

    private void awaitPlace() {
        pause();
        if (!awaitsPlace) {
            awaitsPlace = true;
            warn(() -> AdmissionControl.FULL);
            admission.whenFree(this::placeIsFree);
        }
    }

    /** Any thread. */
    private void placeIsFree() {
        awaitsPlace = false;
        try {
            loop.execute(this);
        } catch (RejectedExecutionException loopEnded) {
            // The loop serves no client any more.
        }
    }

    private void serve(LinuxSocket client, AdmissionControl.Place place) {
        EventLoopState least = EventLoopState.leastOf(loops, loop);
        EventLoopState home = loop.connections() - least.connections() <= UNEVEN ? loop : least;
        home.take();
        byte[] from = address.clone();
        if (home == loop) {
            begin(client, from, home, place);
            return;
        }
        try {
            home.execute(() -> begin(client, from, home, place));
        } catch (RejectedExecutionException loopEnded) {
            drop(client, home, place);
        }
    }

    private static void begin(LinuxSocket client, byte[] from, EventLoopState home, AdmissionControl.Place place) {
        try {
            new EpollRelay(client, from, home, place).begin();
        } catch (Throwable fault) {
            home.fault(fault);
            drop(client, home, place);
        }
    }

    private static void drop(LinuxSocket client, EventLoopState home, AdmissionControl.Place place) {
        home.giveBack();
        place.giveBack();
        SocketSetup.close(client);
    }

    private void pause(Supplier<String> why) {
        pause();
        warn(why);
    }

    private void pause() {
        again = true;
        pause = loop.eventLoop().schedule(this, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void warn(Supplier<String> why) {
        warnings.warn(() -> NetUtil.toSocketAddressString(socket.localAddress()) + " " + why.get());
    }
}

package dev.launcho.proxy.relay.epoll;

import dev.launcho.proxy.relay.Descriptors;
import dev.launcho.proxy.relay.Intake;
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
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One loop's share in a listening socket. The kernel wakes one of the loops that wait for each connection
 * ({@code EPOLLEXCLUSIVE}). That one keeps it, unless it has many more than another loop: the kernel prefers the same
 * loop when all are idle.
 *
 * <p>When there are as many clients as descriptors allow, or none can be accepted for another reason, it lets the
 * kernel's backlog wait for {@value #PAUSE_MILLIS} ms and tries again; where the service has as many as it may, until one
 * has left.
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
    private final Intake intake;
    private final Descriptors descriptors;
    private final Warnings warnings;
    /** Where the kernel writes the client's address; nobody reads it. */
    private final byte[] address = new byte[26];

    private @Nullable IoRegistration registration;
    private boolean again;
    private @Nullable Future<?> pause;
    /** Whether the intake will tell when it has a place. */
    private volatile boolean awaitsPlace;

    Acceptor(
            LinuxSocket socket,
            Loop loop,
            List<Loop> loops,
            Intake intake,
            Descriptors descriptors,
            Warnings warnings) {
        this.socket = socket;
        this.loop = loop;
        this.loops = loops;
        this.intake = intake;
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

    /** Serves who has connected already, and closes the socket. When all acceptors have stopped. */
    void end() {
        try {
            int served = 0;
            while (served < Sockets.BACKLOG && acceptOne()) {
                served++;
            }
        } finally {
            Sockets.close(socket);
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
        Intake.Place place = intake.admit();
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
            pause(() -> "can't accept connections, they wait: " + cause.getMessage());
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
            warn(() -> Intake.FULL);
            intake.whenFree(this::placeIsFree);
        }
    }

    /** Any thread. */
    private void placeIsFree() {
        awaitsPlace = false;
        try {
            loop.execute(this);
        } catch (RejectedExecutionException loopEnded) {
            // Then nobody is served any more.
        }
    }

    private void serve(LinuxSocket client, Intake.Place place) {
        Loop least = Loop.leastOf(loops, loop);
        Loop home = loop.connections() - least.connections() <= UNEVEN ? loop : least;
        home.take();
        if (home == loop) {
            begin(client, home, place);
            return;
        }
        try {
            home.execute(() -> begin(client, home, place));
        } catch (RejectedExecutionException loopEnded) {
            drop(client, home, place);
        }
    }

    private static void begin(LinuxSocket client, Loop home, Intake.Place place) {
        try {
            new EpollRelay(client, home, place).begin();
        } catch (Throwable fault) {
            home.fault(fault);
            drop(client, home, place);
        }
    }

    private static void drop(LinuxSocket client, Loop home, Intake.Place place) {
        home.giveBack();
        place.giveBack();
        Sockets.close(client);
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

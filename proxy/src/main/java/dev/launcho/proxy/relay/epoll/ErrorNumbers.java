package dev.launcho.proxy.relay.epoll;

import dev.launcho.core.failure.FailureKind;
import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.HashMap;
import java.util.Map;

/** The error numbers of failed system calls (errno(3)), and the {@link FailureKind} of each. */
final class ErrorNumbers {
    private static final int ENOSPC = 28;
    private static final int EADDRNOTAVAIL = 99;
    /** The largest error number of Linux. */
    private static final int LARGEST = 133;

    private static final int UNKNOWN = 0;

    /**
     * The numbers by the texts of failed connects. Most of Netty's exceptions have the number, but those of a connect have
     * only a text made from it, partly in the machine's language. So each number is asked for its text once.
     */
    private static final Map<String, Integer> OF_CONNECTS = ofConnects();

    private ErrorNumbers() {}

    /** Loads the classes that a failure needs: a class can't be loaded from its file once no descriptor is left. */
    static void warmUp() {
        for (FailureKind kind : FailureKind.values()) {
            new ConnectFailure(kind).kind().isShortage();
        }
    }

    /** Returns the kind of a failure. @param cause thrown by {@link io.netty.channel.epoll.LinuxSocket} */
    static FailureKind kind(IOException cause) {
        return cause instanceof NoRouteToHostException ? FailureKind.UNREACHABLE : FailureKind.ofErrno(number(cause));
    }

    /** Returns the kind of a failed bind: there, EADDRNOTAVAIL means that the address is missing, not a port. */
    static FailureKind ofBinding(IOException cause) {
        return number(cause) == EADDRNOTAVAIL ? FailureKind.NO_SUCH_ADDRESS : kind(cause);
    }

    /** Returns the kind of a failed registration: epoll says ENOSPC at a user's limit of watched descriptors (epoll_ctl(2)). */
    static FailureKind ofRegistering(IOException cause) {
        return number(cause) == ENOSPC ? FailureKind.NO_MEMORY : kind(cause);
    }

    private static int number(IOException cause) {
        if (cause instanceof Errors.NativeIoException io) {
            return -io.expectedErr();
        }
        Integer number = cause instanceof ConnectException ? OF_CONNECTS.get(cause.getMessage()) : null;
        return number == null ? UNKNOWN : number;
    }

    private static Map<String, Integer> ofConnects() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 1; number <= LARGEST; number++) {
            try {
                Errors.handleConnectErrno("connect", -number);
            } catch (ConnectException text) {
                numbers.put(text.getMessage(), number);
            } catch (IOException | RuntimeException typed) {
                // A typed exception is recognised without its text.
                continue;
            }
        }
        return Map.copyOf(numbers);
    }
}

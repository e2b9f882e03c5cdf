package dev.launcho.core.net;

import dev.launcho.core.failure.FailureKind;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * Finds the kinds of failures of Java's own sockets. Their exceptions have no error number, and a text in the machine's
 * language. So the kind follows from the class, and from what was being done. The classes are those of {@code Net.c} of
 * the JDK, which has BindException for EADDRNOTAVAIL, EADDRINUSE and EACCES, ConnectException for ECONNREFUSED, and
 * SocketException for most others.
 */
public final class SocketFailures {
    private SocketFailures() {}

    /** Loads the classes used here: once descriptors are used up, no class can be loaded from a file. */
    public static void warmUp() {
        for (FailureKind kind : FailureKind.values()) {
            kind.isShortage();
        }
        opening(new SocketException());
        beginning(new BindException());
    }

    /** Returns the kind of failure of a socket that can't be opened. */
    public static FailureKind opening(Throwable cause) {
        if (!(cause instanceof IOException)) {
            // The machine has no such family of addresses.
            return FailureKind.OTHER;
        }
        return hasDescriptor() ? FailureKind.NO_MEMORY : FailureKind.NO_DESCRIPTOR;
    }

    /** Returns the kind of failure of a connect that fails in its call: except for a refusal, the peer was not asked. */
    public static FailureKind beginning(Throwable cause) {
        FailureKind kind = connecting(cause);
        return kind == FailureKind.OTHER && has(cause, SocketException.class) ? FailureKind.NOT_BEGUN : kind;
    }

    /** Returns the kind of failure of a connect that was under way. */
    public static FailureKind finishing(Throwable cause) {
        FailureKind kind = connecting(cause);
        return kind == FailureKind.OTHER && has(cause, SocketException.class) ? FailureKind.RESET : kind;
    }

    private static FailureKind connecting(Throwable cause) {
        if (has(cause, BindException.class)) {
            return FailureKind.NO_PORT_LEFT;
        }
        if (has(cause, ConnectException.class)) {
            return FailureKind.REFUSED;
        }
        if (has(cause, NoRouteToHostException.class)) {
            return FailureKind.UNREACHABLE;
        }
        return has(cause, SocketTimeoutException.class) ? FailureKind.TIMED_OUT : FailureKind.OTHER;
    }

    /** Returns the kind of failure of a listening socket that can't be bound. The kernel checks the address first, then the privilege. */
    public static FailureKind binding(InetSocketAddress address, Throwable cause) {
        if (!has(cause, BindException.class)) {
            return has(cause, SocketException.class) ? opening(cause) : FailureKind.OTHER;
        }
        if (!isOfThisMachine(address)) {
            return FailureKind.NO_SUCH_ADDRESS;
        }
        return PortPrivileges.mayBind(address.getPort()) ? FailureKind.ADDRESS_TAKEN : FailureKind.DENIED;
    }

    /** Returns whether ::1 is an address of this machine; true where that can't be found out. */
    public static boolean hasIpv6Loopback() {
        return isOfThisMachine(new InetSocketAddress("::1", 0));
    }

    /** Returns whether a socket can be bound to this address at all. */
    static boolean isOfThisMachine(InetSocketAddress address) {
        try {
            return address.getAddress().isAnyLocalAddress()
                    || address.getAddress().isLoopbackAddress()
                            && address.getAddress().getAddress().length == 4
                    || NetworkInterface.getByInetAddress(address.getAddress()) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    /** Files and sockets share the limits of this process and of the machine. */
    private static boolean hasDescriptor() {
        try (FileInputStream one = new FileInputStream("/dev/null")) {
            return one.available() >= 0;
        } catch (IOException noneLeft) {
            return false;
        }
    }

    /** Returns whether the failure or one of its causes is of this class: Netty wraps Java's exceptions. */
    private static boolean has(Throwable cause, Class<? extends IOException> kind) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}

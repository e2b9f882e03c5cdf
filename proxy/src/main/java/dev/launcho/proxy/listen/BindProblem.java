package dev.launcho.proxy.listen;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.relay.BindFailure;
import java.io.IOException;
import java.net.UnknownHostException;

/** The message of a failed bind: why an address can't be opened, in one line for a user. */
final class BindProblem {
    private BindProblem() {}

    static String describe(HostPort on, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return NameProblem.unknown(on);
        }
        FailureKind kind = cause instanceof BindFailure failure ? failure.kind() : FailureKind.OTHER;
        return switch (kind) {
            case ADDRESS_TAKEN -> on + " is taken by another program";
            case NO_SUCH_ADDRESS -> on + " can't be opened: this machine has no address " + on.host();
            case DENIED ->
                on + " can't be opened: permission denied, ports below 1024 need root or"
                        + " sysctl net.ipv4.ip_unprivileged_port_start";
            case REFUSED,
                    TIMED_OUT,
                    UNREACHABLE,
                    RESET,
                    NO_PORT_LEFT,
                    NO_DESCRIPTOR,
                    NO_MEMORY,
                    NO_PROCESS,
                    NOT_BEGUN,
                    NO_ACCOUNT_ANSWER,
                    STOOD_STILL,
                    DISK_FULL,
                    OTHER -> on + " can't be opened: " + said(cause);
        };
    }

    private static String said(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    static String takenBy(HostPort on, String service) {
        return on + " is taken by the service " + service;
    }
}

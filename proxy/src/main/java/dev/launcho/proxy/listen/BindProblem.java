package dev.launcho.proxy.listen;

import dev.launcho.core.model.HostPort;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Why an address can't be opened, in one line for a user. */
final class BindProblem {
    private BindProblem() {}

    static String describe(HostPort on, IOException cause) {
        if (cause instanceof UnknownHostException) {
            return on + " can't be opened: the host \"" + on.host() + "\" is not known";
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String lower = why.toLowerCase(Locale.ROOT);
        if (lower.contains("address already in use")) {
            return on + " is taken by another program";
        }
        if (lower.contains("cannot assign requested address") || lower.contains("can't assign requested address")) {
            return on + " can't be opened: this machine has no address " + on.host();
        }
        if (lower.contains("permission denied")) {
            return on + " can't be opened: permission denied, ports below 1024 need root or"
                    + " sysctl net.ipv4.ip_unprivileged_port_start";
        }
        return on + " can't be opened: " + why;
    }

    static String takenBy(HostPort on, String service) {
        return on + " is taken by the service " + service;
    }
}

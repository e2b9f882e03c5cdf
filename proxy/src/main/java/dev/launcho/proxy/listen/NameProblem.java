package dev.launcho.proxy.listen;

import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.names.NameAnswer;

/** The message of a failed look-up: why a service's address is not known, in one line for a user. */
final class NameProblem {
    private NameProblem() {}

    static String describe(HostPort on, NameAnswer.Failed failed) {
        return failed.silent()
                ? on + " can't be opened: no name server answers for the host \"" + on.host()
                        + "\"; Launcho keeps asking: check the name and /etc/resolv.conf; an IP address needs no name server"
                : unknown(on);
    }

    /**
     * Returns the message for a host without addresses. Java reports the same failure whether a name server denies the name
     * or fails at once.
     */
    static String unknown(HostPort on) {
        String what = on + " can't be opened: the host \"" + on.host() + "\" is not known";
        return on.host().contains(":") ? what : what + ", or no name server could tell";
    }

    /** Returns the message for a name that was known before. */
    static String failing(HostPort on) {
        return "the host \"" + on.host() + "\" can't be looked up any more, its last addresses stay open";
    }
}

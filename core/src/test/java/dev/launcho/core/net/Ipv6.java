package dev.launcho.core.net;

import static org.assertj.core.api.Assumptions.assumeThat;

/** Whether this machine has IPv6. A test that needs it is skipped elsewhere, and says why. */
public final class Ipv6 {
    private Ipv6() {}

    public static void needed() {
        assumeThat(SocketFailures.hasIpv6Loopback())
                .as("this machine has the address ::1")
                .isTrue();
    }

    /** @param address a literal, of whichever family */
    public static void neededFor(String address) {
        if (address.contains(":")) {
            needed();
        }
    }
}

package dev.launcho.proxy.ipvs;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A count of the open connections in {@code ipvsadm -Lnc}, by service and server. A half-closed connection ({@code FIN_WAIT},
 * {@code CLOSE_WAIT}) does not count as active for the kernel, but its users still need it, so it counts here. A connection
 * in {@code SYN_RECV} was given its server before that left rotation. {@code TIME_WAIT} and {@code CLOSE} are over.
 */
final class ConnectionListing {
    private static final Set<String> OPEN = Set.of("ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "SYN_RECV");
    private static final int STATE = 2;
    private static final int VIRTUAL = 4;
    private static final int DESTINATION = 5;

    private ConnectionListing() {}

    static Map<ServiceEndpoint, Integer> open(String listed) {
        Map<ServiceEndpoint, Integer> open = new HashMap<>();
        for (String line : listed.split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > DESTINATION && OPEN.contains(words[STATE])) {
                ServiceKey.ofProtocol(words[0], words[VIRTUAL])
                        .map(service -> new ServiceEndpoint(service, Address.of(words[DESTINATION])))
                        .ifPresent(endpoint -> open.merge(endpoint, 1, Integer::sum));
            }
        }
        return open;
    }
}

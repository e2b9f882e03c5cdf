package dev.launcho.proxy.ipvs;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts the open connections in {@code ipvsadm -Lnc}, by service and server. A connection of which one side is shut and
 * the other still sends is not an active one to the kernel (it is in {@code FIN_WAIT} or {@code CLOSE_WAIT}), but it is one
 * to its users. One in {@code SYN_RECV} was given its server before that left rotation. {@code TIME_WAIT} and {@code CLOSE}
 * are over.
 */
final class Connections {
    private static final Set<String> OPEN = Set.of("ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "SYN_RECV");
    private static final int STATE = 2;
    private static final int VIRTUAL = 4;
    private static final int DESTINATION = 5;

    private Connections() {}

    static Map<Endpoint, Integer> open(String listed) {
        Map<Endpoint, Integer> open = new HashMap<>();
        for (String line : listed.split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > DESTINATION && OPEN.contains(words[STATE])) {
                ServiceKey.ofProtocol(words[0], words[VIRTUAL])
                        .map(service -> new Endpoint(service, Address.of(words[DESTINATION])))
                        .ifPresent(endpoint -> open.merge(endpoint, 1, Integer::sum));
            }
        }
        return open;
    }
}

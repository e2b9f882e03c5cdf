package dev.launcho.proxy.ipvs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel said of its servers at one moment. Immutable.
 *
 * @param servers those in the table
 * @param open connections of those that were looked at one by one, also of servers that are not in the table
 */
record Look(Map<Endpoint, Look.Server> servers, Map<Endpoint, Integer> open) {
    private static final int WEIGHT = 1;
    private static final int ACTIVE = 2;

    Look {
        servers = Map.copyOf(servers);
        open = Map.copyOf(open);
    }

    record Server(int weight, long active) {}

    /** @param rows of {@code ipvsadm -Ln} */
    static Look at(List<Listing.Row> rows, Map<Endpoint, Integer> open) {
        Map<Endpoint, Server> servers = new HashMap<>();
        for (Listing.Row row : rows) {
            row.server()
                    .ifPresent(address -> servers.put(
                            new Endpoint(row.service(), address),
                            new Server((int) row.number(WEIGHT), row.number(ACTIVE))));
        }
        return new Look(servers, open);
    }

    boolean has(Endpoint endpoint) {
        return servers.containsKey(endpoint);
    }

    /** Connections that somebody still uses. */
    long connections(Endpoint endpoint) {
        long active = has(endpoint) ? servers.get(endpoint).active() : 0;
        return Math.max(active, open.getOrDefault(endpoint, 0));
    }

    /** Gets no new connection and has none left. Never wait for inactive ones: TIME_WAIT stays for two minutes. */
    boolean isEmpty(Endpoint endpoint) {
        return connections(endpoint) == 0
                && (!has(endpoint) || servers.get(endpoint).weight() == 0);
    }
}

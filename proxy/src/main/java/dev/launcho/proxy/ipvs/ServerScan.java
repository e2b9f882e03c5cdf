package dev.launcho.proxy.ipvs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reading of the kernel's servers and connections at one moment. Immutable.
 *
 * @param servers the servers in the table
 * @param open the open connections of the endpoints whose connections were listed, even if they are not in the table
 */
record ServerScan(Map<ServiceEndpoint, ServerScan.Server> servers, Map<ServiceEndpoint, Integer> open) {
    private static final int WEIGHT = 1;
    private static final int ACTIVE = 2;

    ServerScan {
        servers = Map.copyOf(servers);
        open = Map.copyOf(open);
    }

    record Server(int weight, long active) {}

    /** Returns the reading in a listing. @param rows of {@code ipvsadm -Ln} */
    static ServerScan at(List<TableListing.Row> rows, Map<ServiceEndpoint, Integer> open) {
        Map<ServiceEndpoint, Server> servers = new HashMap<>();
        for (TableListing.Row row : rows) {
            row.server()
                    .ifPresent(address -> servers.put(
                            new ServiceEndpoint(row.service(), address),
                            new Server((int) row.number(WEIGHT), row.number(ACTIVE))));
        }
        return new ServerScan(servers, open);
    }

    boolean has(ServiceEndpoint endpoint) {
        return servers.containsKey(endpoint);
    }

    /** Returns the number of connections that are still in use. */
    long connections(ServiceEndpoint endpoint) {
        long active = has(endpoint) ? servers.get(endpoint).active() : 0;
        return Math.max(active, open.getOrDefault(endpoint, 0));
    }

    /** Returns whether an endpoint gets no new connection and has none in use. TIME_WAIT does not count: it stays two minutes. */
    boolean isEmpty(ServiceEndpoint endpoint) {
        return connections(endpoint) == 0
                && (!has(endpoint) || servers.get(endpoint).weight() == 0);
    }
}

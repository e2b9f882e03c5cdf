package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.LatencySummary;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An accumulator that makes growing counters from the kernel's, which restart at 0 when a service or server is added again.
 * Held, refused and retried connections are always 0: the kernel neither holds nor retries, and does not count refusals. It
 * does not show which side has reset a connection either. One thread.
 */
final class CounterAccumulator {
    /** The bound of remembered instances that are gone, and of services that are gone. */
    private static final int REMEMBERED = 256;

    private static final int CONNECTIONS = 0;
    private static final int BYTES_IN = 3;
    private static final int BYTES_OUT = 4;

    private final DrainStates drains;
    private Map<ServiceKey, Totals> servicesBefore = Map.of();
    private Map<ServiceEndpoint, Totals> serversBefore = Map.of();
    private Map<ServiceEndpoint, Open> openBefore = Map.of();
    private final Map<String, Totals> services = new HashMap<>();
    private final Map<String, Ends> ended = new HashMap<>();
    private final LinkedHashMap<InstanceId, TrafficCounters.Backend> instances = new LinkedHashMap<>();

    CounterAccumulator(DrainStates drains) {
        this.drains = drains;
    }

    /** The open connections of an endpoint, and the instance behind it. */
    private record Open(InstanceId instance, long connections) {}

    /** The numbers of connections that have ended, by the way in which they ended. */
    private record Ends(long drained, long cut) {
        static final Ends NONE = new Ends(0, 0);

        Ends plus(Ends o) {
            return new Ends(drained + o.drained, cut + o.cut);
        }
    }

    private record Totals(long connections, long in, long out) {
        static final Totals NONE = new Totals(0, 0, 0);

        static Totals of(TableListing.Row row) {
            return new Totals(row.number(CONNECTIONS), row.number(BYTES_IN), row.number(BYTES_OUT));
        }

        Totals plus(Totals o) {
            return new Totals(connections + o.connections, in + o.in, out + o.out);
        }

        /** Returns the growth since {@code before}; a counter that is smaller now has restarted at 0. */
        Totals since(Totals before) {
            return new Totals(grown(before.connections, connections), grown(before.in, in), grown(before.out, out));
        }

        private static long grown(long before, long now) {
            return now >= before ? now - before : now;
        }
    }

    /**
     * Returns the counters after one more reading.
     *
     * @param stats rows of {@code --stats --exact}
     * @param names the name of each service that is or was ours
     */
    TrafficCounters count(List<TableListing.Row> stats, ServerScan look, Map<ServiceKey, String> names) {
        Map<ServiceKey, Totals> servicesNow = new HashMap<>();
        Map<ServiceEndpoint, Totals> serversNow = new HashMap<>();
        for (TableListing.Row row : stats) {
            row.server()
                    .ifPresentOrElse(
                            server -> serversNow.put(new ServiceEndpoint(row.service(), server), Totals.of(row)),
                            () -> servicesNow.put(row.service(), Totals.of(row)));
        }
        if (services.size() > names.size() + REMEMBERED) {
            services.keySet().retainAll(Set.copyOf(names.values()));
        }
        names.forEach((key, name) ->
                services.merge(name, growth(servicesBefore.get(key), servicesNow.get(key)), Totals::plus));
        ended.keySet().retainAll(services.keySet());
        instances(look, serversNow, names);
        servicesBefore = servicesNow;
        serversBefore = serversNow;
        return new TrafficCounters(serviceCounters(look, names), instances);
    }

    /** Returns the growth of a counter; its value at the first reading does not count. */
    private static Totals growth(@Nullable Totals before, @Nullable Totals now) {
        return before == null || now == null ? Totals.NONE : now.since(before);
    }

    private void instances(ServerScan look, Map<ServiceEndpoint, Totals> serversNow, Map<ServiceKey, String> names) {
        Map<ServiceEndpoint, Open> openNow = new HashMap<>();
        Map<InstanceId, Set<ServiceEndpoint>> known = drains.endpoints();
        known.forEach((id, endpoints) -> {
            Totals grown = Totals.NONE;
            Ends ends = Ends.NONE;
            long active = 0;
            for (ServiceEndpoint endpoint : endpoints) {
                long open = look.connections(endpoint);
                openNow.put(endpoint, new Open(id, open));
                grown = grown.plus(growth(serversBefore.get(endpoint), serversNow.get(endpoint)));
                active += open;
                ends = ends.plus(ended(endpoint, id, open, names));
            }
            instances.put(id, backend(instances.getOrDefault(id, TrafficCounters.Backend.NONE), active, grown, ends));
        });
        Map<ServiceEndpoint, Open> before = openBefore;
        openBefore = openNow;
        before.forEach((endpoint, open) -> {
            if (!openNow.containsKey(endpoint) && !known.containsKey(open.instance())) {
                Ends ends = ends(open.instance(), open.connections());
                countFor(endpoint, ends, names);
                instances.computeIfPresent(open.instance(), (id, b) -> backend(b, 0, Totals.NONE, ends));
            }
        });
        forget(known.keySet());
    }

    private Ends ended(ServiceEndpoint endpoint, InstanceId id, long open, Map<ServiceKey, String> names) {
        Open before = openBefore.get(endpoint);
        Ends ends = ends(id, before == null ? 0 : Math.max(0, before.connections() - open));
        countFor(endpoint, ends, names);
        return ends;
    }

    private void countFor(ServiceEndpoint endpoint, Ends ends, Map<ServiceKey, String> names) {
        String name = names.get(endpoint.service());
        if (name != null) {
            ended.merge(name, ends, Ends::plus);
        }
    }

    /**
     * Counts ended connections: as cut if the process was killed, as drained if they ended by themselves while the instance was
     * leaving. A connection that ended with a process that was not killed counts as neither, since its end is not known.
     */
    private Ends ends(InstanceId id, long connections) {
        if (drains.isKilled(id)) {
            return new Ends(0, connections);
        }
        return drains.isIn(id) || drains.hasEnded(id) ? Ends.NONE : new Ends(connections, 0);
    }

    private static TrafficCounters.Backend backend(
            TrafficCounters.Backend before, long active, Totals grown, Ends ends) {
        return new TrafficCounters.Backend(
                before.accepted() + grown.connections(),
                active,
                0,
                0,
                0,
                Duration.ZERO,
                before.drained() + ends.drained(),
                before.cut() + ends.cut(),
                before.bytesIn() + grown.in(),
                before.bytesOut() + grown.out(),
                LatencySummary.NONE);
    }

    private void forget(Set<InstanceId> known) {
        Set<InstanceId> gone = new HashSet<>(instances.keySet());
        gone.removeAll(known);
        gone.forEach(id -> instances.computeIfPresent(id, (i, b) -> backend(b, 0, Totals.NONE, Ends.NONE)));
        int spare = gone.size() - REMEMBERED;
        for (var eldest = instances.keySet().iterator(); spare > 0 && eldest.hasNext(); ) {
            if (gone.contains(eldest.next())) {
                eldest.remove();
                spare--;
            }
        }
    }

    private Map<String, TrafficCounters.Service> serviceCounters(ServerScan look, Map<ServiceKey, String> names) {
        Map<String, Long> open = new HashMap<>();
        look.servers().keySet().forEach(endpoint -> {
            String name = names.get(endpoint.service());
            if (name != null) {
                open.merge(name, look.connections(endpoint), Long::sum);
            }
        });
        Map<String, TrafficCounters.Service> counters = new HashMap<>();
        services.forEach((name, total) ->
                counters.put(name, service(total, open.getOrDefault(name, 0L), ended.getOrDefault(name, Ends.NONE))));
        return counters;
    }

    private static TrafficCounters.Service service(Totals total, long open, Ends ends) {
        return new TrafficCounters.Service(
                total.connections(),
                open,
                0,
                0,
                0,
                0,
                0,
                ends.drained(),
                ends.cut(),
                total.in(),
                total.out(),
                LatencySummary.NONE,
                0);
    }
}

package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of each instance's drain: in rotation, leaving it, or out. An instance is out when the kernel has shown that it
 * gets no new connection and has none left.
 *
 * <pre>
 *   IN --not active in a table--> LEAVING --kernel says empty--> OUT (reported)
 *   ^--------------------active again-----------'----------------'
 * </pre>
 *
 * <p>Thread-safe: the thread of {@code apply} moves instances into and out of rotation; the thread {@code ipvs} notices the
 * end of drains.
 */
final class DrainStates {
    /** The bound of remembered instances whose process is gone; the oldest are forgotten. */
    private static final int REMEMBERED = 1_024;

    private final Map<InstanceId, Standing> instances = new HashMap<>();
    private final LinkedHashSet<InstanceId> ended = new LinkedHashSet<>();
    private final LinkedHashSet<InstanceId> killed = new LinkedHashSet<>();
    /** Instances that an earlier server left and no table names yet: they may be about to be adopted. */
    private final Set<InstanceId> awaited = new HashSet<>();

    private long tables;

    private static final class Standing {
        Phase phase = Phase.IN;
        /** The number of the table in which the instance left. */
        long since;

        final Set<ServiceEndpoint> endpoints = new HashSet<>();
    }

    private enum Phase {
        IN,
        LEAVING,
        OUT
    }

    /** Takes over an earlier server's instances; they are in rotation until a table says otherwise. */
    synchronized void remember(OwnedEntries claims) {
        claims.services().values().forEach(servers -> awaited.addAll(servers.values()));
        claims.services()
                .forEach((key, servers) -> servers.forEach((address, instance) -> instances
                        .computeIfAbsent(instance, id -> new Standing())
                        .endpoints
                        .add(new ServiceEndpoint(key, address))));
    }

    /** Takes a new table. @return its number; an observation counts for the table only if it was carried out before */
    synchronized long apply(DesiredTable wanted) {
        tables++;
        Set<InstanceId> active = new HashSet<>();
        wanted.services().forEach((key, service) -> {
            service.active().forEach((address, id) -> standing(id).endpoints.add(new ServiceEndpoint(key, address)));
            service.draining().forEach((address, id) -> standing(id).endpoints.add(new ServiceEndpoint(key, address)));
            active.addAll(service.active().values());
            awaited.removeAll(Set.copyOf(service.active().values()));
            awaited.removeAll(Set.copyOf(service.draining().values()));
        });
        instances.forEach((id, standing) -> {
            if (active.contains(id)) {
                standing.phase = Phase.IN;
            } else if (standing.phase == Phase.IN) {
                standing.phase = Phase.LEAVING;
                standing.since = tables;
            }
        });
        return tables;
    }

    private Standing standing(InstanceId id) {
        return instances.computeIfAbsent(id, fresh -> new Standing());
    }

    synchronized void ended(InstanceId id) {
        ended.add(id);
        awaited.remove(id);
        if (ended.size() > REMEMBERED) {
            ended.remove(ended.iterator().next());
        }
    }

    /** Notes that the instance's process is about to be killed. */
    synchronized void kill(InstanceId id) {
        killed.add(id);
        if (killed.size() > REMEMBERED) {
            killed.remove(killed.iterator().next());
        }
    }

    synchronized boolean isKilled(InstanceId id) {
        return killed.contains(id);
    }

    synchronized boolean isAwaited(InstanceId id) {
        return awaited.contains(id);
    }

    synchronized void awaitNoLonger() {
        awaited.clear();
    }

    synchronized boolean hasEnded(InstanceId id) {
        return ended.contains(id);
    }

    /** Returns whether an instance is out; an instance that never was in rotation has nothing to drain and is out. */
    synchronized boolean isOut(InstanceId id) {
        Standing standing = instances.get(id);
        return standing == null || standing.phase == Phase.OUT;
    }

    synchronized boolean isIn(InstanceId id) {
        Standing standing = instances.get(id);
        return standing != null && standing.phase == Phase.IN;
    }

    /** Returns the endpoints at which an instance may have connections, including those of services that it has left. */
    synchronized Map<InstanceId, Set<ServiceEndpoint>> endpoints() {
        Map<InstanceId, Set<ServiceEndpoint>> copy = new HashMap<>();
        instances.forEach((id, standing) -> copy.put(id, Set.copyOf(standing.endpoints)));
        return copy;
    }

    /** Returns the endpoints of the instances that are leaving. */
    synchronized Set<ServiceEndpoint> leaving() {
        Set<ServiceEndpoint> leaving = new HashSet<>();
        instances.values().stream()
                .filter(standing -> standing.phase == Phase.LEAVING)
                .forEach(standing -> leaving.addAll(standing.endpoints));
        return leaving;
    }

    /**
     * Takes an observation that was made after table {@code table} had been carried out.
     *
     * @param wanted that table
     * @return the instances whose drain is over, each once
     */
    synchronized List<InstanceId> saw(long table, DesiredTable wanted, ServerScan look) {
        List<InstanceId> over = new ArrayList<>();
        instances.forEach((id, standing) -> {
            boolean empty = standing.endpoints.stream().allMatch(look::isEmpty);
            if (standing.phase == Phase.LEAVING && standing.since <= table && (empty || ended.contains(id))) {
                standing.phase = Phase.OUT;
                over.add(id);
            }
        });
        if (table == tables) {
            instances.values().forEach(standing -> standing.endpoints.removeIf(e -> !look.has(e) && !names(wanted, e)));
            instances.values().removeIf(standing -> standing.phase == Phase.OUT && standing.endpoints.isEmpty());
        }
        return Collections.unmodifiableList(over);
    }

    private static boolean names(DesiredTable wanted, ServiceEndpoint endpoint) {
        DesiredTable.Service service = wanted.services().get(endpoint.service());
        return service != null
                && (service.active().containsKey(endpoint.server())
                        || service.draining().containsKey(endpoint.server()));
    }
}

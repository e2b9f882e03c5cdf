package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.TrafficCounters;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A synchronisation of the kernel's table with the wanted one, and a reading of its connections. The thread {@code ipvs} only.
 */
final class SyncPass {
    /** The limit of plans in one turn. More would mean that somebody else changes the table, too; the next turn goes on. */
    private static final int ROUNDS = 5;

    private static final List<String> SAVE = List.of("--save", "-n");
    private static final List<String> LIST = List.of("-Ln");
    private static final List<String> CONNECTIONS = List.of("-Lnc");
    private static final List<String> STATS = List.of("-Ln", "--stats", "--exact");

    private final Ipvsadm tool;
    private final ClaimsStore store;
    private final DrainStates drains;
    private final TroubleNotices notices;
    private final Function<HostPort, Optional<String>> obstacle;
    private final CounterAccumulator meter;
    private final Map<ServiceKey, String> names = new HashMap<>();
    private OwnedEntries claims;
    private Optional<ServerScan> look = Optional.empty();

    SyncPass(
            Ipvsadm tool,
            ClaimsStore store,
            OwnedEntries claims,
            DrainStates drains,
            TroubleNotices notices,
            Function<HostPort, Optional<String>> obstacle) {
        this.tool = tool;
        this.store = store;
        this.claims = claims;
        this.drains = drains;
        this.notices = notices;
        this.obstacle = obstacle;
        this.meter = new CounterAccumulator(drains);
    }

    /**
     * The result of a turn.
     *
     * @param done whether the kernel's table is as wanted
     * @param over the instances whose drain has ended
     * @param counters empty if the kernel's counters could not be read
     */
    record Result(boolean done, List<InstanceId> over, Optional<TrafficCounters> counters) {}

    /**
     * Takes one turn.
     *
     * @param number of the wanted table
     * @param overtaken returns whether a later table has been applied; the turn then stops where it is
     */
    Result take(DesiredTable wished, long number, BooleanSupplier overtaken) throws InterruptedException {
        Set<InstanceId> over = new HashSet<>();
        boolean done = false;
        look = Optional.empty();
        Optional<KernelTable> listed = list(wished);
        DesiredTable wanted = listed.isPresent() ? possible(wished, listed.get()) : wished;
        wanted.impossible().forEach(notices::failed);
        wanted.partial().forEach(notices::warned);
        wanted.services().forEach((key, service) -> names.put(key, service.name()));
        CommandExecution execution = new CommandExecution(tool, names, notices);
        for (int round = 0; round < ROUNDS && listed.isPresent() && !overtaken.getAsBoolean(); round++) {
            TableDifference difference = TableDifference.between(wanted, listed.get(), claims, traffic());
            difference.refused().forEach(notices::failed);
            List<TableCommand> commands = execution.possible(difference.commands());
            if (!claim(difference.claims(), wanted)) {
                break;
            }
            if (commands.isEmpty() && look.isPresent()) {
                done = execution.clean();
                break;
            }
            execution.run(commands, overtaken, key -> unclaim(key, wanted));
            listed = commands.isEmpty() ? listed : list(wished);
            look = listed.isPresent() ? look(wanted) : Optional.empty();
            if (look.isEmpty()) {
                break;
            }
            over.addAll(drains.saw(number, wanted, look.get()));
        }
        names.keySet().removeIf(key -> !claims.has(key) && !wanted.services().containsKey(key));
        Optional<TrafficCounters> counters = counters();
        notices.tell(wanted);
        return new Result(done, List.copyOf(over), counters);
    }

    /** Returns the table without addresses on which another program listens, since the kernel would take its connections. */
    private DesiredTable possible(DesiredTable wished, KernelTable listed) {
        DesiredTable wanted = wished;
        for (ServiceKey key : wished.services().keySet()) {
            if (listed.service(key).isEmpty() && !claims.has(key)) {
                Optional<String> why =
                        obstacle.apply(HostPort.parse(key.address().text()));
                wanted = why.isPresent() ? wanted.without(key, why.get()) : wanted;
            }
        }
        return wanted;
    }

    private Optional<KernelTable> list(DesiredTable wanted) throws InterruptedException {
        Ipvsadm.Outcome outcome = tool.run(SAVE);
        if (outcome.ok()) {
            return Optional.of(KernelTable.parse(outcome.stdout()));
        }
        failAll(wanted, "ipvsadm " + String.join(" ", SAVE) + ": " + outcome.problem());
        return Optional.empty();
    }

    private void failAll(DesiredTable wanted, String message) {
        wanted.services().values().forEach(service -> notices.failed(service.name(), message));
        if (wanted.services().isEmpty()) {
            notices.warned("ipvs", message);
        }
    }

    /** Stores the claims, before the commands that need them. */
    private boolean claim(OwnedEntries next, DesiredTable wanted) {
        if (next.equals(claims)) {
            return true;
        }
        try {
            store.write(next.text());
            claims = next;
            return true;
        } catch (IOException e) {
            failAll(wanted, "the list of this server's IPVS entries can't be written: " + e.getMessage());
            return false;
        }
    }

    private void unclaim(ServiceKey key, DesiredTable wanted) {
        Map<ServiceKey, Map<Address, InstanceId>> fewer = new LinkedHashMap<>(claims.services());
        fewer.remove(key);
        claim(new OwnedEntries(fewer), wanted);
    }

    private Optional<ServerScan> look(DesiredTable wanted) throws InterruptedException {
        Ipvsadm.Outcome listed = tool.run(LIST);
        if (!listed.ok()) {
            failAll(wanted, "ipvsadm " + String.join(" ", LIST) + ": " + listed.problem());
            return Optional.empty();
        }
        ServerScan seen = ServerScan.at(TableListing.parse(listed.stdout()), Map.of());
        Set<ServiceEndpoint> leaving = leaving(wanted);
        if (leaving.stream().noneMatch(endpoint -> seen.connections(endpoint) == 0)) {
            return Optional.of(seen);
        }
        Ipvsadm.Outcome connections = tool.run(CONNECTIONS);
        if (!connections.ok()) {
            failAll(wanted, "ipvsadm " + String.join(" ", CONNECTIONS) + ": " + connections.problem());
            return Optional.empty();
        }
        Map<ServiceEndpoint, Integer> open = ConnectionListing.open(connections.stdout());
        open.keySet().retainAll(leaving);
        return Optional.of(new ServerScan(seen.servers(), open));
    }

    private Set<ServiceEndpoint> leaving(DesiredTable wanted) {
        Set<ServiceEndpoint> leaving = drains.leaving();
        claims.services()
                .forEach((key, servers) -> servers.keySet().forEach(address -> {
                    DesiredTable.Service service = wanted.services().get(key);
                    if (service == null || !service.active().containsKey(address)) {
                        leaving.add(new ServiceEndpoint(key, address));
                    }
                }));
        return leaving;
    }

    private Optional<TrafficCounters> counters() throws InterruptedException {
        if (look.isEmpty()) {
            return Optional.empty();
        }
        Ipvsadm.Outcome stats = tool.run(STATS);
        return stats.ok()
                ? Optional.of(meter.count(TableListing.parse(stats.stdout()), look.get(), names))
                : Optional.empty();
    }

    private TableDifference.Traffic traffic() {
        return new TableDifference.Traffic() {
            @Override
            public boolean over(ServiceEndpoint endpoint) {
                return claims.instance(endpoint).map(drains::hasEnded).orElse(false)
                        || look.map(l -> l.isEmpty(endpoint)).orElse(false);
            }

            @Override
            public boolean open(ServiceEndpoint endpoint) {
                return look.map(l -> l.connections(endpoint) > 0).orElse(false);
            }

            @Override
            public boolean ended(InstanceId instance) {
                return drains.hasEnded(instance);
            }

            @Override
            public boolean awaited(InstanceId instance) {
                return drains.isAwaited(instance);
            }
        };
    }

    /** Removes all that is ours, with open connections or not. @return the problems, one line each */
    List<String> clear() throws InterruptedException {
        return TableCleanup.run(tool, claims, store);
    }
}

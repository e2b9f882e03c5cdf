package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
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
 * Brings the kernel's table to the wanted one, and sees what it says of connections. The thread {@code ipvs} only.
 */
final class Turn {
    /** Plans of one turn; more mean that somebody else works against us. The next turn goes on. */
    private static final int ROUNDS = 5;

    private static final List<String> SAVE = List.of("--save", "-n");
    private static final List<String> LIST = List.of("-Ln");
    private static final List<String> CONNECTIONS = List.of("-Lnc");
    private static final List<String> STATS = List.of("-Ln", "--stats", "--exact");

    private final Ipvsadm tool;
    private final ClaimsStore store;
    private final Drains drains;
    private final Notices notices;
    private final Function<HostPort, Optional<String>> obstacle;
    private final Meter meter;
    private final Map<ServiceKey, String> names = new HashMap<>();
    private Claims claims;
    private Optional<Look> look = Optional.empty();

    Turn(
            Ipvsadm tool,
            ClaimsStore store,
            Claims claims,
            Drains drains,
            Notices notices,
            Function<HostPort, Optional<String>> obstacle) {
        this.tool = tool;
        this.store = store;
        this.claims = claims;
        this.drains = drains;
        this.notices = notices;
        this.obstacle = obstacle;
        this.meter = new Meter(drains);
    }

    /**
     * What came of it.
     *
     * @param done whether the table is as wanted
     * @param over whose drain has ended
     * @param counters empty where the kernel did not say
     */
    record Result(boolean done, List<InstanceId> over, Optional<Counters> counters) {}

    /**
     * @param number of the wanted table
     * @param overtaken whether a later table has been applied: then this one is left as it is
     */
    Result take(Wanted wished, long number, BooleanSupplier overtaken) throws InterruptedException {
        Set<InstanceId> over = new HashSet<>();
        boolean done = false;
        look = Optional.empty();
        Optional<Table> listed = list(wished);
        Wanted wanted = listed.isPresent() ? possible(wished, listed.get()) : wished;
        wanted.impossible().forEach(notices::failed);
        wanted.partial().forEach(notices::warned);
        wanted.services().forEach((key, service) -> names.put(key, service.name()));
        Execution execution = new Execution(tool, names, notices);
        for (int round = 0; round < ROUNDS && listed.isPresent() && !overtaken.getAsBoolean(); round++) {
            Difference difference = Difference.between(wanted, listed.get(), claims, traffic());
            difference.refused().forEach(notices::failed);
            List<Command> commands = execution.possible(difference.commands());
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
        Optional<Counters> counters = counters();
        notices.tell(wanted);
        return new Result(done, List.copyOf(over), counters);
    }

    /** Without what another program listens on: the kernel would take its connections away from it. */
    private Wanted possible(Wanted wished, Table listed) {
        Wanted wanted = wished;
        for (ServiceKey key : wished.services().keySet()) {
            if (listed.service(key).isEmpty() && !claims.has(key)) {
                Optional<String> why =
                        obstacle.apply(HostPort.parse(key.address().text()));
                wanted = why.isPresent() ? wanted.without(key, why.get()) : wanted;
            }
        }
        return wanted;
    }

    private Optional<Table> list(Wanted wanted) throws InterruptedException {
        Ipvsadm.Outcome outcome = tool.run(SAVE);
        if (outcome.ok()) {
            return Optional.of(Table.parse(outcome.stdout()));
        }
        failAll(wanted, "ipvsadm " + String.join(" ", SAVE) + ": " + outcome.problem());
        return Optional.empty();
    }

    private void failAll(Wanted wanted, String message) {
        wanted.services().values().forEach(service -> notices.failed(service.name(), message));
        if (wanted.services().isEmpty()) {
            notices.warned("ipvs", message);
        }
    }

    /** Written down before the commands that make it so. */
    private boolean claim(Claims next, Wanted wanted) {
        if (next.equals(claims)) {
            return true;
        }
        try {
            store.write(next.text());
            claims = next;
            return true;
        } catch (IOException e) {
            failAll(wanted, "what is put into the kernel's table can't be written down: " + e.getMessage());
            return false;
        }
    }

    private void unclaim(ServiceKey key, Wanted wanted) {
        Map<ServiceKey, Map<Address, InstanceId>> fewer = new LinkedHashMap<>(claims.services());
        fewer.remove(key);
        claim(new Claims(fewer), wanted);
    }

    private Optional<Look> look(Wanted wanted) throws InterruptedException {
        Ipvsadm.Outcome listed = tool.run(LIST);
        if (!listed.ok()) {
            failAll(wanted, "ipvsadm " + String.join(" ", LIST) + ": " + listed.problem());
            return Optional.empty();
        }
        Look seen = Look.at(Listing.parse(listed.stdout()), Map.of());
        Set<Endpoint> leaving = leaving(wanted);
        if (leaving.stream().noneMatch(endpoint -> seen.connections(endpoint) == 0)) {
            return Optional.of(seen);
        }
        Ipvsadm.Outcome connections = tool.run(CONNECTIONS);
        if (!connections.ok()) {
            failAll(wanted, "ipvsadm " + String.join(" ", CONNECTIONS) + ": " + connections.problem());
            return Optional.empty();
        }
        Map<Endpoint, Integer> open = Connections.open(connections.stdout());
        open.keySet().retainAll(leaving);
        return Optional.of(new Look(seen.servers(), open));
    }

    private Set<Endpoint> leaving(Wanted wanted) {
        Set<Endpoint> leaving = drains.leaving();
        claims.services()
                .forEach((key, servers) -> servers.keySet().forEach(address -> {
                    Wanted.Service service = wanted.services().get(key);
                    if (service == null || !service.active().containsKey(address)) {
                        leaving.add(new Endpoint(key, address));
                    }
                }));
        return leaving;
    }

    private Optional<Counters> counters() throws InterruptedException {
        if (look.isEmpty()) {
            return Optional.empty();
        }
        Ipvsadm.Outcome stats = tool.run(STATS);
        return stats.ok()
                ? Optional.of(meter.count(Listing.parse(stats.stdout()), look.get(), names))
                : Optional.empty();
    }

    private Difference.Traffic traffic() {
        return new Difference.Traffic() {
            @Override
            public boolean over(Endpoint endpoint) {
                return claims.instance(endpoint).map(drains::hasEnded).orElse(false)
                        || look.map(l -> l.isEmpty(endpoint)).orElse(false);
            }

            @Override
            public boolean open(Endpoint endpoint) {
                return look.map(l -> l.connections(endpoint) > 0).orElse(false);
            }

            @Override
            public boolean ended(InstanceId instance) {
                return drains.hasEnded(instance);
            }
        };
    }

    /** Removes what is ours, whatever it carries. @return what went wrong, one line each */
    List<String> clear() throws InterruptedException {
        return Purge.run(tool, claims, store);
    }
}

package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import dev.launcho.proxy.ipvs.TableCommand.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fewest commands that lead from the listed table to the wanted one. Pure.
 *
 * <p>Commands that add or raise come first, then those that take a server out of rotation, then those that delete. So a
 * service is never without a server that it had before and keeps. A server leaves in two steps, with weight 0 first, so that
 * its connections live on. To delete it at once would leave them hanging, and neither side would notice.
 *
 * @param commands in the order to run them
 * @param refused services whose address belongs to somebody else, by name, with the reason
 * @param claims the claims after the commands have run; to be stored before they run
 */
record TableDifference(List<TableCommand> commands, Map<String, String> refused, OwnedEntries claims) {
    TableDifference {
        commands = List.copyOf(commands);
        refused = Map.copyOf(refused);
    }

    /** The known state of connections and instances. */
    interface Traffic {
        /** Returns whether a server can be deleted without harm: it is out of rotation and empty, or its process is gone. */
        boolean over(ServiceEndpoint endpoint);

        /** Returns whether connections to a server are open, even if it is not in the table. */
        boolean open(ServiceEndpoint endpoint);

        boolean ended(InstanceId instance);

        /** Returns whether an instance comes from an earlier server and no applied table has named it yet. */
        boolean awaited(InstanceId instance);
    }

    static TableDifference between(DesiredTable wanted, KernelTable listed, OwnedEntries before, Traffic traffic) {
        Builder builder = new Builder(listed, before, traffic);
        wanted.services().forEach(builder::service);
        before.services().keySet().stream()
                .filter(key -> !wanted.services().containsKey(key))
                .forEach(builder::leave);
        builder.commands.sort(Comparator.comparing(Builder::rank));
        return new TableDifference(builder.commands, builder.refused, new OwnedEntries(builder.claims));
    }

    private static final class Builder {
        private final KernelTable listed;
        private final OwnedEntries before;
        private final Traffic traffic;
        final List<TableCommand> commands = new ArrayList<>();
        final Map<String, String> refused = new LinkedHashMap<>();
        final Map<ServiceKey, Map<Address, InstanceId>> claims = new LinkedHashMap<>();

        Builder(KernelTable listed, OwnedEntries before, Traffic traffic) {
            this.listed = listed;
            this.before = before;
            this.traffic = traffic;
        }

        /** Returns the rank of a command. The sort is stable, so a service stays before its servers. */
        static int rank(TableCommand command) {
            boolean deletes = command.kind() == Kind.DELETE_SERVER || command.kind() == Kind.DELETE_SERVICE;
            return deletes ? 2 : command.lowers() ? 1 : 0;
        }

        void service(ServiceKey key, DesiredTable.Service wanted) {
            Optional<KernelTable.Service> there = listed.service(key);
            if (there.isPresent() && !before.has(key)) {
                refused.put(
                        wanted.name(),
                        key.address() + " is already a service in the kernel's IPVS table, not made by this"
                                + " server; if nobody"
                                + " needs it: ipvsadm -D -t " + key.address());
                return;
            }
            claims.put(key, new LinkedHashMap<>());
            if (there.isEmpty()) {
                commands.add(TableCommand.onService(Kind.ADD_SERVICE, key, wanted.scheduler()));
            } else if (!wanted.scheduler().isThat(there.get())) {
                commands.add(TableCommand.onService(Kind.EDIT_SERVICE, key, wanted.scheduler()));
            }
            wanted.active()
                    .forEach((address, instance) -> raise(
                            new ServiceEndpoint(key, address),
                            instance,
                            wanted.weights().get(address)));
            wanted.draining().forEach((address, instance) -> revive(new ServiceEndpoint(key, address), instance));
            for (Address address : servers(key)) {
                ServiceEndpoint endpoint = new ServiceEndpoint(key, address);
                if (ours(endpoint, wanted) && !wanted.active().containsKey(address)) {
                    InstanceId instance = owner(endpoint, wanted);
                    claims.get(key).put(address, instance);
                    if (!waitsFor(wanted, endpoint, instance)) {
                        lower(endpoint);
                    }
                }
            }
        }

        /**
         * Returns whether a server stays as it is though the wanted table does not name it. It may be the instance of an
         * earlier launcho server that is about to be adopted. Or it is among the last: the kernel can't hold connections, so
         * no server leaves while none is active and one is expected.
         */
        private boolean waitsFor(DesiredTable.Service wanted, ServiceEndpoint endpoint, InstanceId instance) {
            boolean last = wanted.comes() && wanted.active().isEmpty();
            return (last || traffic.awaited(instance))
                    && !wanted.draining().containsKey(endpoint.server())
                    && !traffic.ended(instance);
        }

        private boolean ours(ServiceEndpoint endpoint, DesiredTable.Service wanted) {
            return before.instance(endpoint).isPresent() || wanted.draining().containsKey(endpoint.server());
        }

        private InstanceId owner(ServiceEndpoint endpoint, DesiredTable.Service wanted) {
            InstanceId named = wanted.draining().get(endpoint.server());
            return named != null ? named : before.instance(endpoint).orElseThrow();
        }

        private void raise(ServiceEndpoint endpoint, InstanceId instance, int weight) {
            claims.get(endpoint.service()).put(endpoint.server(), instance);
            Optional<KernelTable.Server> server = listed.server(endpoint.service(), endpoint.server());
            if (server.isEmpty()) {
                commands.add(TableCommand.onServer(Kind.ADD_SERVER, endpoint.service(), endpoint.server(), weight));
            } else if (!server.get().equals(new KernelTable.Server(TableCommand.FORWARDING, weight, ""))) {
                commands.add(TableCommand.onServer(Kind.EDIT_SERVER, endpoint.service(), endpoint.server(), weight));
            }
        }

        /** Adds a server again that somebody else deleted while it drained, so that its connections go on. */
        private void revive(ServiceEndpoint endpoint, InstanceId instance) {
            if (listed.server(endpoint.service(), endpoint.server()).isEmpty()
                    && traffic.open(endpoint)
                    && !traffic.ended(instance)) {
                claims.get(endpoint.service()).put(endpoint.server(), instance);
                commands.add(TableCommand.onServer(Kind.ADD_SERVER, endpoint.service(), endpoint.server(), 0));
            }
        }

        private void lower(ServiceEndpoint endpoint) {
            int weight = listed.server(endpoint.service(), endpoint.server())
                    .orElseThrow()
                    .weight();
            if (traffic.over(endpoint)) {
                commands.add(TableCommand.onServer(Kind.DELETE_SERVER, endpoint.service(), endpoint.server(), 0));
            } else if (weight != 0) {
                commands.add(TableCommand.onServer(Kind.EDIT_SERVER, endpoint.service(), endpoint.server(), 0));
            }
        }

        /** Removes a claimed service that is no longer wanted: deleted with its last server, unless somebody else has added one. */
        void leave(ServiceKey key) {
            if (listed.service(key).isEmpty()) {
                return;
            }
            List<Address> servers = servers(key);
            Map<Address, InstanceId> mine = new LinkedHashMap<>(before.servers(key));
            mine.keySet().retainAll(servers);
            claims.put(key, mine);
            boolean empty = mine.keySet().stream().allMatch(address -> traffic.over(new ServiceEndpoint(key, address)));
            if (empty && mine.size() == servers.size()) {
                commands.add(TableCommand.deleteService(key));
            } else {
                mine.keySet().forEach(address -> lower(new ServiceEndpoint(key, address)));
            }
        }

        private List<Address> servers(ServiceKey key) {
            return listed.service(key)
                    .map(service -> List.copyOf(service.servers().keySet()))
                    .orElse(List.of());
        }
    }
}

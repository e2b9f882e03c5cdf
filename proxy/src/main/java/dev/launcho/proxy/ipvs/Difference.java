package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import dev.launcho.proxy.ipvs.Command.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fewest commands that lead from the listed table to the wanted one. Pure.
 *
 * <p>What takes connections comes first, then what stops taking them, then what goes: at no moment is a service without a
 * server that it had before and keeps. A server leaves in two steps, weight 0 first, so that its connections live on;
 * deleting it would leave them hanging, without a word to either side.
 *
 * @param commands in the order to run them
 * @param refused services whose address is somebody else's, by name, and why
 * @param claims what is ours when the commands have run; to be written down before
 */
record Difference(List<Command> commands, Map<String, String> refused, Claims claims) {
    Difference {
        commands = List.copyOf(commands);
        refused = Map.copyOf(refused);
    }

    /** What is known of connections. */
    interface Traffic {
        /** Whether it can be deleted and nobody notices: it is out of rotation and empty, or its process is gone. */
        boolean over(Endpoint endpoint);

        /** Whether connections to it are open, though it may not be in the table. */
        boolean open(Endpoint endpoint);

        boolean ended(InstanceId instance);

        /** Whether it is from an earlier server, and nothing has been said of it yet. */
        boolean awaited(InstanceId instance);
    }

    static Difference between(Wanted wanted, Table listed, Claims before, Traffic traffic) {
        Builder builder = new Builder(listed, before, traffic);
        wanted.services().forEach(builder::service);
        before.services().keySet().stream()
                .filter(key -> !wanted.services().containsKey(key))
                .forEach(builder::leave);
        builder.commands.sort(Comparator.comparing(Builder::rank));
        return new Difference(builder.commands, builder.refused, new Claims(builder.claims));
    }

    private static final class Builder {
        private final Table listed;
        private final Claims before;
        private final Traffic traffic;
        final List<Command> commands = new ArrayList<>();
        final Map<String, String> refused = new LinkedHashMap<>();
        final Map<ServiceKey, Map<Address, InstanceId>> claims = new LinkedHashMap<>();

        Builder(Table listed, Claims before, Traffic traffic) {
            this.listed = listed;
            this.before = before;
            this.traffic = traffic;
        }

        /** The sort is stable: a service still comes before its servers. */
        static int rank(Command command) {
            boolean deletes = command.kind() == Kind.DELETE_SERVER || command.kind() == Kind.DELETE_SERVICE;
            return deletes ? 2 : command.lowers() ? 1 : 0;
        }

        void service(ServiceKey key, Wanted.Service wanted) {
            Optional<Table.Service> there = listed.service(key);
            if (there.isPresent() && !before.has(key)) {
                refused.put(
                        wanted.name(),
                        key.address() + " is a service in the kernel's IPVS table already, of somebody else; if nobody"
                                + " needs it: ipvsadm -D -t " + key.address());
                return;
            }
            claims.put(key, new LinkedHashMap<>());
            if (there.isEmpty()) {
                commands.add(Command.onService(Kind.ADD_SERVICE, key, wanted.scheduler()));
            } else if (!wanted.scheduler().isThat(there.get())) {
                commands.add(Command.onService(Kind.EDIT_SERVICE, key, wanted.scheduler()));
            }
            wanted.active()
                    .forEach((address, instance) -> raise(
                            new Endpoint(key, address),
                            instance,
                            wanted.weights().get(address)));
            wanted.draining().forEach((address, instance) -> revive(new Endpoint(key, address), instance));
            for (Address address : servers(key)) {
                Endpoint endpoint = new Endpoint(key, address);
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
         * Whether a server stays as it is, though it is not wanted by name: an earlier server's instance, which this one may
         * be just about to adopt. And as the kernel can't hold connections, none leaves while none is active and one is to
         * come.
         */
        private boolean waitsFor(Wanted.Service wanted, Endpoint endpoint, InstanceId instance) {
            boolean last = wanted.comes() && wanted.active().isEmpty();
            return (last || traffic.awaited(instance))
                    && !wanted.draining().containsKey(endpoint.server())
                    && !traffic.ended(instance);
        }

        private boolean ours(Endpoint endpoint, Wanted.Service wanted) {
            return before.instance(endpoint).isPresent() || wanted.draining().containsKey(endpoint.server());
        }

        private InstanceId owner(Endpoint endpoint, Wanted.Service wanted) {
            InstanceId named = wanted.draining().get(endpoint.server());
            return named != null ? named : before.instance(endpoint).orElseThrow();
        }

        private void raise(Endpoint endpoint, InstanceId instance, int weight) {
            claims.get(endpoint.service()).put(endpoint.server(), instance);
            Optional<Table.Server> server = listed.server(endpoint.service(), endpoint.server());
            if (server.isEmpty()) {
                commands.add(Command.onServer(Kind.ADD_SERVER, endpoint.service(), endpoint.server(), weight));
            } else if (!server.get().equals(new Table.Server(Command.FORWARDING, weight, ""))) {
                commands.add(Command.onServer(Kind.EDIT_SERVER, endpoint.service(), endpoint.server(), weight));
            }
        }

        /** Deleted behind our back while it drained: added again, its connections go on. */
        private void revive(Endpoint endpoint, InstanceId instance) {
            if (listed.server(endpoint.service(), endpoint.server()).isEmpty()
                    && traffic.open(endpoint)
                    && !traffic.ended(instance)) {
                claims.get(endpoint.service()).put(endpoint.server(), instance);
                commands.add(Command.onServer(Kind.ADD_SERVER, endpoint.service(), endpoint.server(), 0));
            }
        }

        private void lower(Endpoint endpoint) {
            int weight = listed.server(endpoint.service(), endpoint.server())
                    .orElseThrow()
                    .weight();
            if (traffic.over(endpoint)) {
                commands.add(Command.onServer(Kind.DELETE_SERVER, endpoint.service(), endpoint.server(), 0));
            } else if (weight != 0) {
                commands.add(Command.onServer(Kind.EDIT_SERVER, endpoint.service(), endpoint.server(), 0));
            }
        }

        /** A service of ours that is not wanted any more: it goes with its last server, unless somebody has put one in. */
        void leave(ServiceKey key) {
            if (listed.service(key).isEmpty()) {
                return;
            }
            List<Address> servers = servers(key);
            Map<Address, InstanceId> mine = new LinkedHashMap<>(before.servers(key));
            mine.keySet().retainAll(servers);
            claims.put(key, mine);
            boolean empty = mine.keySet().stream().allMatch(address -> traffic.over(new Endpoint(key, address)));
            if (empty && mine.size() == servers.size()) {
                commands.add(Command.deleteService(key));
            } else {
                mine.keySet().forEach(address -> lower(new Endpoint(key, address)));
            }
        }

        private List<Address> servers(ServiceKey key) {
            return listed.service(key)
                    .map(service -> List.copyOf(service.servers().keySet()))
                    .orElse(List.of());
        }
    }
}

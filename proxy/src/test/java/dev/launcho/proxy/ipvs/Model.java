package dev.launcho.proxy.ipvs;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the kernel does to its table, as it was recorded: the commands on a {@link Table} in memory. */
final class Model {
    private Model() {}

    static Table apply(Table table, Command command) {
        Map<ServiceKey, Table.Service> services = new LinkedHashMap<>(table.services());
        ServiceKey key = command.service();
        switch (command.kind()) {
            case ADD_SERVICE -> {
                must(services.putIfAbsent(key, service(command, Map.of())) == null, "Service already exists");
            }
            case EDIT_SERVICE -> {
                Table.Service before = services.get(key);
                must(before != null, "No such service");
                services.put(key, service(command, before.servers()));
            }
            case DELETE_SERVICE -> must(services.remove(key) != null, "No such service");
            case ADD_SERVER, EDIT_SERVER, DELETE_SERVER -> {
                Table.Service service = services.get(key);
                must(service != null, "Service not defined");
                Map<Address, Table.Server> servers = new LinkedHashMap<>(service.servers());
                boolean there = servers.containsKey(command.server().orElseThrow());
                must(there == (command.kind() != Command.Kind.ADD_SERVER), "already exists, or No such destination");
                if (command.kind() == Command.Kind.DELETE_SERVER) {
                    servers.remove(command.server().get());
                } else {
                    servers.put(command.server().get(), new Table.Server("-m", command.weight(), ""));
                }
                services.put(key, new Table.Service(service.scheduler(), service.options(), servers));
            }
        }
        return new Table(services);
    }

    private static Table.Service service(Command command, Map<Address, Table.Server> servers) {
        Scheduler scheduler = command.scheduler().orElseThrow();
        return new Table.Service(scheduler.word(), scheduler.options(), servers);
    }

    private static void must(boolean so, String otherwise) {
        if (!so) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** As {@code --save -n} prints it. */
    static String print(Table table) {
        StringBuilder text = new StringBuilder();
        table.services().forEach((key, service) -> {
            String name = key.kind() + " " + key.address();
            text.append("-A ").append(name).append(" -s ").append(service.scheduler());
            text.append(service.options().isEmpty() ? "" : " " + service.options())
                    .append('\n');
            service.servers()
                    .forEach((address, server) -> text.append("-a ")
                            .append(name)
                            .append(" -r ")
                            .append(address)
                            .append(' ')
                            .append(server.forwarding())
                            .append(" -w ")
                            .append(server.weight())
                            .append('\n'));
        });
        return text.toString();
    }
}

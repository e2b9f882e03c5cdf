package dev.launcho.proxy.ipvs;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the kernel does to its table, as it was recorded: the commands on a {@link KernelTable} in memory. */
final class Model {
    private Model() {}

    static KernelTable apply(KernelTable table, TableCommand command) {
        Map<ServiceKey, KernelTable.Service> services = new LinkedHashMap<>(table.services());
        ServiceKey key = command.service();
        switch (command.kind()) {
            case ADD_SERVICE -> {
                must(services.putIfAbsent(key, service(command, Map.of())) == null, "Service already exists");
            }
            case EDIT_SERVICE -> {
                KernelTable.Service before = services.get(key);
                must(before != null, "No such service");
                services.put(key, service(command, before.servers()));
            }
            case DELETE_SERVICE -> must(services.remove(key) != null, "No such service");
            case ADD_SERVER, EDIT_SERVER, DELETE_SERVER -> {
                KernelTable.Service service = services.get(key);
                must(service != null, "Service not defined");
                Map<Address, KernelTable.Server> servers = new LinkedHashMap<>(service.servers());
                boolean there = servers.containsKey(command.server().orElseThrow());
                must(
                        there == (command.kind() != TableCommand.Kind.ADD_SERVER),
                        "already exists, or No such destination");
                if (command.kind() == TableCommand.Kind.DELETE_SERVER) {
                    servers.remove(command.server().get());
                } else {
                    servers.put(command.server().get(), new KernelTable.Server("-m", command.weight(), ""));
                }
                services.put(key, new KernelTable.Service(service.scheduler(), service.options(), servers));
            }
        }
        return new KernelTable(services);
    }

    private static KernelTable.Service service(TableCommand command, Map<Address, KernelTable.Server> servers) {
        Scheduler scheduler = command.scheduler().orElseThrow();
        return new KernelTable.Service(scheduler.word(), scheduler.options(), servers);
    }

    private static void must(boolean so, String otherwise) {
        if (!so) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** As {@code --save -n} prints it. */
    static String print(KernelTable table) {
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

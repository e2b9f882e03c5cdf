package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the kernel's table that this server owns: services, and the instance behind each server. The claims are kept in
 * the state directory, and written before the command that needs them. Anything else in the kernel's table belongs to
 * somebody else. Immutable.
 */
record OwnedEntries(Map<ServiceKey, Map<Address, InstanceId>> services) {
    static final OwnedEntries NONE = new OwnedEntries(Map.of());
    private static final String TITLE =
            "# What this launcho server has put into the kernel's IPVS table: anything else there is somebody else's.\n";

    OwnedEntries {
        Map<ServiceKey, Map<Address, InstanceId>> copy = new LinkedHashMap<>();
        services.forEach((key, servers) -> copy.put(key, Collections.unmodifiableMap(new LinkedHashMap<>(servers))));
        services = Collections.unmodifiableMap(copy);
    }

    boolean has(ServiceKey key) {
        return services.containsKey(key);
    }

    Map<Address, InstanceId> servers(ServiceKey key) {
        return services.getOrDefault(key, Map.of());
    }

    Optional<InstanceId> instance(ServiceEndpoint endpoint) {
        return Optional.ofNullable(servers(endpoint.service()).get(endpoint.server()));
    }

    String text() {
        StringBuilder text = new StringBuilder(TITLE);
        services.forEach((key, servers) -> {
            text.append("service ").append(key.address()).append('\n');
            servers.forEach((server, instance) -> text.append("server ")
                    .append(key.address())
                    .append(' ')
                    .append(server)
                    .append(' ')
                    .append(instance)
                    .append('\n'));
        });
        return text.toString();
    }

    /** Reads claims from their text. Unknown lines are skipped, so that nothing is claimed by mistake. */
    static OwnedEntries parse(String text) {
        Map<ServiceKey, Map<Address, InstanceId>> services = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ");
            if (words.length == 2 && words[0].equals("service")) {
                services.putIfAbsent(ServiceKey.tcp(Address.of(words[1])), new LinkedHashMap<>());
            } else if (words.length == 4 && words[0].equals("server") && words[3].matches("[a-z0-9][a-z0-9-]*")) {
                services.computeIfAbsent(ServiceKey.tcp(Address.of(words[1])), key -> new LinkedHashMap<>())
                        .put(Address.of(words[2]), new InstanceId(words[3]));
            }
        }
        return new OwnedEntries(services);
    }
}

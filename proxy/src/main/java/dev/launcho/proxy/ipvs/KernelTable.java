package dev.launcho.proxy.ipvs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel's table, or a part of it. Immutable.
 *
 * @param services in the order of the listing
 */
record KernelTable(Map<ServiceKey, KernelTable.Service> services) {
    static final KernelTable EMPTY = new KernelTable(Map.of());

    KernelTable {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    /**
     * A virtual service.
     *
     * @param scheduler its name, such as {@code rr}
     * @param options all other options in one text, such as {@code -p 360 -b sh-port}; empty if there are none
     */
    record Service(String scheduler, String options, Map<Address, Server> servers) {
        Service {
            servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        }
    }

    /**
     * A real server.
     *
     * @param forwarding {@code -m} masquerading, {@code -g} gatewaying, {@code -i} tunnelling
     * @param weight 0 = no new connections; -1 if it can't be read
     * @param options all other options; empty if there are none
     */
    record Server(String forwarding, int weight, String options) {}

    Optional<Service> service(ServiceKey key) {
        return Optional.ofNullable(services.get(key));
    }

    Optional<Server> server(ServiceKey key, Address address) {
        return service(key).map(s -> s.servers().get(address));
    }

    /** Reads {@code ipvsadm --save -n}. Unknown lines are skipped: they can't be ours. */
    static KernelTable parse(String saved) {
        Map<ServiceKey, Service> services = new LinkedHashMap<>();
        for (String line : saved.split("\n")) {
            Words words = new Words(line);
            words.key().ifPresent(key -> {
                if (words.first.equals("-A")) {
                    services.put(key, new Service(words.take("-s"), words.rest(), Map.of()));
                } else if (words.first.equals("-a")) {
                    services.computeIfPresent(key, (k, service) -> with(service, words));
                }
            });
        }
        return new KernelTable(services);
    }

    private static Service with(Service service, Words words) {
        Map<Address, Server> servers = new LinkedHashMap<>(service.servers);
        Address address = Address.of(words.take("-r"));
        int weight = number(words.take("-w"));
        String forwarding = words.flag("-m") ? "-m" : words.flag("-i") ? "-i" : words.flag("-g") ? "-g" : "";
        servers.put(address, new Server(forwarding, weight, words.rest()));
        return new Service(service.scheduler, service.options, servers);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** The words of one line; each method removes the words that it returns. */
    private static final class Words {
        final String first;
        private final List<String> left;

        Words(String line) {
            left = new ArrayList<>(List.of(line.strip().split("\\s+")));
            first = left.remove(0);
        }

        Optional<ServiceKey> key() {
            Optional<ServiceKey> key =
                    left.size() < 2 ? Optional.empty() : ServiceKey.ofOption(left.get(0), left.get(1));
            key.ifPresent(found -> left.subList(0, 2).clear());
            return key;
        }

        /** Returns the word after {@code option}; empty if the option is not there. */
        String take(String option) {
            int at = left.indexOf(option);
            if (at < 0 || at + 1 >= left.size()) {
                return "";
            }
            left.remove(at);
            return left.remove(at);
        }

        boolean flag(String option) {
            return left.remove(option);
        }

        String rest() {
            return String.join(" ", left);
        }
    }
}

package dev.launcho.core.target;

import dev.launcho.core.model.Cidr;
import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the keys of a service that hold for each of its connections; each is optional. */
final class RulesReader {
    static final List<String> KEYS =
            List.of("proxy_protocol", "accept_proxy", "max_connections", "max_connections_per_source", "idle_timeout");

    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int MOST_NETWORKS = 256;
    /** Shorter ones are pauses of busy programs, not idleness. */
    private static final Duration SHORTEST_IDLE = Duration.ofMillis(100);

    private static final Duration LONGEST_IDLE = Duration.ofDays(7);

    private RulesReader() {}

    static ConnectionRules read(YamlMap service) {
        return new ConnectionRules(
                service.get("proxy_protocol").flatMap(RulesReader::version).orElse(ProxyProtocol.NONE),
                service.getFilled("accept_proxy").map(RulesReader::networks).orElse(List.of()),
                most(service, "max_connections"),
                most(service, "max_connections_per_source"),
                service.get("idle_timeout").flatMap(RulesReader::idle).orElse(Duration.ZERO));
    }

    private static Optional<ProxyProtocol> version(YamlValue value) {
        return value.text().flatMap(text -> switch (text) {
            case "v1" -> Optional.of(ProxyProtocol.V1);
            case "v2" -> Optional.of(ProxyProtocol.V2);
            default -> {
                value.problem(Quoted.of(text) + " is not a version of the PROXY protocol", "write v1 or v2");
                yield Optional.empty();
            }
        });
    }

    private static List<Cidr> networks(YamlValue value) {
        List<YamlValue> items = value.strings("networks").orElse(List.of());
        if (items.size() > MOST_NETWORKS) {
            value.problem("has " + items.size() + " networks, at most " + MOST_NETWORKS + " are allowed");
        }
        List<Cidr> networks = new ArrayList<>();
        for (YamlValue item : items) {
            item.text().flatMap(text -> network(item, text)).ifPresent(networks::add);
        }
        return networks;
    }

    private static Optional<Cidr> network(YamlValue item, String text) {
        try {
            return Optional.of(Cidr.parse(text));
        } catch (IllegalArgumentException wrong) {
            item.problem(Quoted.of(text) + " is not a network: " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private static int most(YamlMap service, String key) {
        return service.get(key)
                .flatMap(value -> value.integer(1, MOST_CONNECTIONS))
                .orElse(0);
    }

    /** {@code false} is what leaving it out is. */
    private static Optional<Duration> idle(YamlValue value) {
        return value.isBoolean() && !value.isTrue() ? Optional.empty() : value.duration(SHORTEST_IDLE, LONGEST_IDLE);
    }
}

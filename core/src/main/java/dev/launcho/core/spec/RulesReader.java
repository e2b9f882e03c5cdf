package dev.launcho.core.spec;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.spec.key.RulesKeys;
import dev.launcho.core.text.Cidr;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the keys of a service that apply to each of its connections; each key is optional. */
final class RulesReader {
    private RulesReader() {}

    static ConnectionRules read(YamlMap service) {
        return new ConnectionRules(
                service.get(RulesKeys.PROXY_PROTOCOL)
                        .flatMap(RulesReader::version)
                        .orElse(ProxyProtocol.NONE),
                service.getFilled(RulesKeys.ACCEPT_PROXY)
                        .map(RulesReader::networks)
                        .orElse(List.of()),
                service.whole(RulesKeys.MAX_CONNECTIONS).orElse(0),
                service.whole(RulesKeys.MAX_CONNECTIONS_PER_SOURCE).orElse(0),
                service.get(RulesKeys.IDLE_TIMEOUT).flatMap(RulesReader::idle).orElse(Duration.ZERO));
    }

    private static Optional<ProxyProtocol> version(YamlValue value) {
        return value.text().flatMap(text -> switch (text) {
            case "v1" -> Optional.of(ProxyProtocol.V1);
            case "v2" -> Optional.of(ProxyProtocol.V2);
            default -> {
                value.problem(QuotedText.of(text) + " is not a version of the PROXY protocol", "write v1 or v2");
                yield Optional.empty();
            }
        });
    }

    private static List<Cidr> networks(YamlValue value) {
        List<YamlValue> items = value.strings("networks").orElse(List.of());
        if (items.size() > RulesKeys.MOST_NETWORKS) {
            value.problem("has " + items.size() + " networks, at most " + RulesKeys.MOST_NETWORKS + " are allowed");
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
            item.problem(QuotedText.of(text) + " is not a network: " + wrong.getMessage());
            return Optional.empty();
        }
    }

    /** Reads the time; {@code false} means the same as no key. */
    private static Optional<Duration> idle(YamlValue value) {
        return value.isBoolean() && !value.isTrue() ? Optional.empty() : value.span(RulesKeys.IDLE);
    }
}

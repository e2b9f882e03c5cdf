package dev.launcho.proxy;

import dev.launcho.core.model.ConnectionRules;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.text.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Rules of which one thing is not as usual. */
final class Rules {
    private Rules() {}

    static ConnectionRules send(ProxyProtocol version) {
        return rules(version, List.of(), 0, 0, Duration.ZERO);
    }

    static ConnectionRules accept(String... networks) {
        return relay(ProxyProtocol.NONE, networks);
    }

    static ConnectionRules relay(ProxyProtocol version, String... networks) {
        return rules(version, Stream.of(networks).map(Cidr::parse).toList(), 0, 0, Duration.ZERO);
    }

    static ConnectionRules most(int clients) {
        return rules(ProxyProtocol.NONE, List.of(), clients, 0, Duration.ZERO);
    }

    static ConnectionRules mostPerSource(int clients, String... networks) {
        return rules(ProxyProtocol.NONE, Stream.of(networks).map(Cidr::parse).toList(), 0, clients, Duration.ZERO);
    }

    static ConnectionRules idle(Duration idle) {
        return rules(ProxyProtocol.NONE, List.of(), 0, 0, idle);
    }

    private static ConnectionRules rules(
            ProxyProtocol send, List<Cidr> accept, int most, int mostPerSource, Duration idle) {
        return new ConnectionRules(send, accept, most, mostPerSource, idle);
    }
}

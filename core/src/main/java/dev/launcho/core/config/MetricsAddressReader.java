package dev.launcho.core.config;

import dev.launcho.core.spec.AddressComparison;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.text.Ipv4Text;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlValue;
import java.util.Optional;

/** Reads {@code metrics}: a literal address and a port that neither the admin endpoint nor an instance has. */
final class MetricsAddressReader {
    private static final String LIKE = "write an IP address and a port, like 127.0.0.1:9464";

    private MetricsAddressReader() {}

    static Optional<String> read(YamlValue value, int adminPort, PortRange loopback) {
        return value.text().flatMap(text -> {
            try {
                HostPort address = HostPort.parse(text);
                if (!isLiteral(address.host())) {
                    value.problem("expected an IP address, found " + QuotedText.of(address.host()), LIKE);
                } else if (address.port() == adminPort) {
                    value.problem("has the port of the admin endpoint, " + adminPort, LIKE);
                } else if (loopback.contains(address.port())) {
                    value.problem("has a port of server.loopback_ports, " + loopback, LIKE);
                } else {
                    return Optional.of(address.toString());
                }
            } catch (IllegalArgumentException e) {
                value.problem("is not HOST:PORT, found " + QuotedText.of(text), LIKE);
            }
            return Optional.empty();
        });
    }

    private static boolean isLiteral(String host) {
        return Ipv4Text.isAddress(host) || host.indexOf(':') >= 0 && AddressComparison.isHost(host);
    }
}

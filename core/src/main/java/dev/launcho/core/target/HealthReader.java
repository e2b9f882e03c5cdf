package dev.launcho.core.target;

import dev.launcho.core.model.Probe;
import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the key {@code health}: at most one of
 *
 * <pre>
 * health: {service: web, path: /health}            HTTP
 * health: {tcp: web}  or  {service: web, tcp: true}  TCP
 * health: {exec: [pg_isready, -q]}                  a command
 * </pre>
 *
 * <p>{@code service} may be left out where the process receives just one. With none of the three: TCP on the first service
 * received, or, if there is none, alive is healthy; {@code interval}, {@code timeout} and {@code failures} go with each.
 */
final class HealthReader {
    private final List<String> received;
    private final Templates templates;

    HealthReader(List<String> received, Templates templates) {
        this.received = received;
        this.templates = templates;
    }

    Probe read(YamlMap process) {
        return process.fields(HealthKeys.HEALTH).map(this::timed).orElseGet(this::usual);
    }

    private Probe usual() {
        return received.isEmpty() ? Probe.alive() : Probe.tcp(received.get(0));
    }

    private Probe timed(YamlMap fields) {
        Probe probe = probe(fields);
        return new Probe(
                probe.kind(),
                probe.service(),
                probe.path(),
                probe.exec(),
                fields.span(HealthKeys.INTERVAL).orElse(Probe.INTERVAL),
                fields.span(HealthKeys.TIMEOUT).orElse(Probe.TIMEOUT),
                fields.whole(HealthKeys.FAILURES).orElse(Probe.FAILURES));
    }

    private Probe probe(YamlMap fields) {
        Optional<YamlValue> path = fields.get(HealthKeys.PATH);
        Optional<YamlValue> tcp = fields.get(HealthKeys.TCP).filter(value -> !value.isBoolean() || value.isTrue());
        Optional<YamlValue> exec = fields.get(HealthKeys.EXEC);
        Stream.of(path, tcp, exec)
                .flatMap(Optional::stream)
                .skip(1)
                .forEach(second -> second.problem("one process has one check", "keep one of path, tcp and exec"));
        if (exec.isPresent()) {
            fields.get(HealthKeys.SERVICE).ifPresent(value -> value.problem("exec needs no service", "remove it"));
            return exec(exec.get());
        }
        if (path.isPresent()) {
            return Probe.http(service(fields, path.get()), path(path.get()));
        }
        if (tcp.isPresent()) {
            return Probe.tcp(tcp.get().isBoolean() ? service(fields, tcp.get()) : tcpService(fields, tcp.get()));
        }
        fields.get(HealthKeys.SERVICE).ifPresent(value -> {
            named(value);
            value.problem("what to ask it is missing", "add path: /health or tcp: true");
        });
        return usual();
    }

    private Probe exec(YamlValue value) {
        List<String> command = CommandReader.read(value, templates);
        return new Probe(Probe.Kind.EXEC, "", "", command, Probe.INTERVAL, Probe.TIMEOUT, Probe.FAILURES);
    }

    /** The slash may be left out, as in the first Launcho; before a reference it is {@link Resolver} that adds it. */
    private String path(YamlValue value) {
        String path = templates.read(value, Checks::path).orElse("/");
        return path.startsWith("/") || path.startsWith("${") ? path : "/" + path;
    }

    private String tcpService(YamlMap fields, YamlValue tcp) {
        fields.get(HealthKeys.SERVICE)
                .ifPresent(value -> value.problem("tcp names a service already", "keep one of them"));
        return named(tcp);
    }

    private String service(YamlMap fields, YamlValue asked) {
        Optional<YamlValue> service = fields.get(HealthKeys.SERVICE);
        if (service.isPresent()) {
            return named(service.get());
        }
        if (received.size() != 1) {
            String hint = received.isEmpty()
                    ? "the process receives none"
                    : "one of: " + received.stream().limit(10).map(Quoted::of).collect(Collectors.joining(", "));
            asked.problem("add service: the service whose port is asked", hint);
            return "";
        }
        return received.get(0);
    }

    private String named(YamlValue value) {
        Optional<String> name = value.text();
        name.filter(service -> !received.contains(service)).ifPresent(service -> {
            String near = value.didYouMean(service, received);
            value.problem(
                    "the process does not receive " + Quoted.of(service), near.isEmpty() ? "add it to receives" : near);
        });
        return name.orElse("");
    }
}

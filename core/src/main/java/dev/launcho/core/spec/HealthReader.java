package dev.launcho.core.spec;

import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.Probe;
import dev.launcho.core.spec.key.HealthKeys;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.text.StatusCodes;
import dev.launcho.core.yaml.SchemaKey;
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
 * <p>{@code scheme}, {@code host}, {@code headers} and {@code status} go only with HTTP; {@code interval}, {@code timeout} and
 * {@code failures} go with each check. {@code service} may be left out where the process receives just one. Without any of the
 * three, the check is TCP on the first service received; if there is none, a command that runs is healthy.
 */
final class HealthReader {
    private final List<String> received;
    private final TemplateReader templates;

    HealthReader(List<String> received, TemplateReader templates) {
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
                fields.whole(HealthKeys.FAILURES).orElse(Probe.FAILURES),
                http(fields, probe.kind()));
    }

    private HttpCheck http(YamlMap fields, Probe.Kind kind) {
        if (kind != Probe.Kind.HTTP) {
            boolean other = fields.get(HealthKeys.TCP).isPresent()
                    || fields.get(HealthKeys.EXEC).isPresent();
            for (SchemaKey<?> key :
                    List.of(HealthKeys.SCHEME, HealthKeys.HOST, HealthKeys.HEADERS, HealthKeys.STATUS)) {
                fields.get(key)
                        .ifPresent(value -> value.problem(
                                "goes only with path, a check by HTTP", other ? "remove it" : "add path: /health"));
            }
            return HttpCheck.USUAL;
        }
        HeadersReader headers = new HeadersReader(templates);
        headers.read(fields);
        return new HttpCheck(
                fields.get(HealthKeys.SCHEME).flatMap(HealthKeys.SCHEMES::read).orElse(HttpCheck.Scheme.HTTP),
                headers.host(),
                headers.headers(),
                fields.get(HealthKeys.STATUS).map(HealthReader::healthy).orElse(StatusCodes.USUAL));
    }

    private static StatusCodes healthy(YamlValue value) {
        try {
            return value.text().map(StatusCodes::parse).orElse(StatusCodes.USUAL);
        } catch (IllegalArgumentException e) {
            value.problem(e.getMessage(), "write codes and ranges, like \"200-299,401\"");
            return StatusCodes.USUAL;
        }
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
            value.problem("the kind of check is missing", "add path: /health or tcp: true");
        });
        return usual();
    }

    private Probe exec(YamlValue value) {
        List<String> command = CommandReader.read(value, templates);
        return new Probe(Probe.Kind.EXEC, "", "", command, Probe.INTERVAL, Probe.TIMEOUT, Probe.FAILURES);
    }

    /** Reads the path. Its slash may be left out, as in the first Launcho; before a reference {@link SecretResolver} adds it. */
    private String path(YamlValue value) {
        String path = templates.read(value, ValueChecks::path).orElse("/");
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
                    : "one of: "
                            + received.stream().limit(10).map(QuotedText::of).collect(Collectors.joining(", "));
            asked.problem("add service: the service whose port is probed", hint);
            return "";
        }
        return received.get(0);
    }

    private String named(YamlValue value) {
        Optional<String> name = value.text();
        name.filter(service -> !received.contains(service)).ifPresent(service -> {
            String near = value.didYouMean(service, received);
            value.problem(
                    "the process does not receive " + QuotedText.of(service),
                    near.isEmpty() ? "add it to receives" : near);
        });
        return name.orElse("");
    }
}

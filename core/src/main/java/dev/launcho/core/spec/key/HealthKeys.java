package dev.launcho.core.spec.key;

import dev.launcho.core.model.HttpCheck.Scheme;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.AnyOf;
import dev.launcho.core.yaml.ValueShape.Choice;
import dev.launcho.core.yaml.ValueShape.Fields;
import dev.launcho.core.yaml.ValueShape.ListOf;
import dev.launcho.core.yaml.ValueShape.MapOf;
import dev.launcho.core.yaml.ValueShape.Span;
import dev.launcho.core.yaml.ValueShape.Text;
import dev.launcho.core.yaml.ValueShape.Truth;
import dev.launcho.core.yaml.ValueShape.Whole;
import java.time.Duration;

/** The keys below {@code health}. */
public final class HealthKeys {
    public static final SchemaKey<Text> SERVICE = SchemaKey.of(
                    "service",
                    Text.ANY,
                    "The service whose port is probed. May be left out when the process receives just one.")
            .like("\"http\"");

    public static final SchemaKey<Text> PATH = SchemaKey.of(
                    "path", Text.ANY, "GET of this path; 200 to 399 is healthy, or what status says.")
            .like("\"/health\"");

    public static final WordChoices<Scheme> SCHEMES = WordChoices.dashed(Scheme.values());

    public static final SchemaKey<Choice> SCHEME = SchemaKey.of(
                    "scheme",
                    SCHEMES.shape(),
                    "What the port speaks, with path. https: TLS 1.2 or 1.3, whatever its certificate says.")
            .usually("http")
            .like("https");

    public static final SchemaKey<Text> HOST = SchemaKey.of(
                    "host",
                    Text.ANY,
                    "The Host header of the GET, with a port or without, and the name that TLS asks for. Without it:"
                            + " localhost and the instance's port.")
            .like("\"app.example.com\"");

    public static final SchemaKey<MapOf> HEADERS = SchemaKey.of(
                    "headers", new MapOf(Text.ANY), "Further headers of the GET. They may hold secrets.")
            .like("{X-Forwarded-Proto: https}");

    public static final SchemaKey<Text> STATUS = SchemaKey.of(
                    "status",
                    new Text("\\s*[0-9]{3}(\\s*-\\s*[0-9]{3})?(\\s*,\\s*[0-9]{3}(\\s*-\\s*[0-9]{3})?)*\\s*"),
                    "Which answers to the GET are healthy: codes and ranges from 200 to 599.")
            .usually("200-399")
            .like("\"200-299,401\"");

    public static final SchemaKey<AnyOf> TCP = SchemaKey.of(
                    "tcp",
                    AnyOf.of(new Truth(), Text.ANY),
                    "The service whose port has to accept a connection, or true with the key service.")
            .like("\"http\"");

    public static final SchemaKey<ListOf> EXEC = SchemaKey.of(
                    "exec",
                    new ListOf(Text.ANY, 1, Integer.MAX_VALUE),
                    "A command that exits 0 when all is well, run as the instance's user in its directory.")
            .like("[\"pg_isready\", \"-q\"]");

    public static final SchemaKey<Span> INTERVAL = SchemaKey.of(
                    "interval",
                    new Span(Duration.ofMillis(100), Duration.ofHours(1)),
                    "The time from one probe to the next, once the instance is ready; until then 250ms.")
            .usually("2s")
            .like("5s");

    public static final SchemaKey<Span> TIMEOUT = SchemaKey.of(
                    "timeout", new Span(Duration.ofMillis(10), Duration.ofMinutes(5)), "How long an answer may take.")
            .usually("1s")
            .like("3s");

    public static final SchemaKey<Whole> FAILURES = SchemaKey.of(
                    "failures", new Whole(1, 100), "Bad probes in a row that take a ready instance out of rotation.")
            .usually("3")
            .like("5");

    public static final SchemaKey<Fields> HEALTH = SchemaKey.of(
                    "health",
                    Fields.of(SERVICE, PATH, SCHEME, HOST, HEADERS, STATUS, INTERVAL, TIMEOUT, FAILURES, TCP, EXEC),
                    "The check of an instance's health: one of path, tcp and exec. Without it: the port of the first"
                            + " service received accepts a connection; if there is none, the command runs.")
            .like("{service: \"http\", path: \"/health\"}");

    private HealthKeys() {}
}

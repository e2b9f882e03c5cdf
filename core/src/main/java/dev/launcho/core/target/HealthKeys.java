package dev.launcho.core.target;

import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape.AnyOf;
import dev.launcho.core.yaml.Shape.Fields;
import dev.launcho.core.yaml.Shape.ListOf;
import dev.launcho.core.yaml.Shape.Span;
import dev.launcho.core.yaml.Shape.Text;
import dev.launcho.core.yaml.Shape.Truth;
import dev.launcho.core.yaml.Shape.Whole;
import java.time.Duration;

/** The keys below {@code health}. */
final class HealthKeys {
    static final Key<Text> SERVICE = Key.of(
                    "service",
                    Text.ANY,
                    "The service whose port is asked. May be left out when the process receives just one.")
            .like("\"http\"");

    static final Key<Text> PATH =
            Key.of("path", Text.ANY, "GET of this path; 200 to 399 is healthy.").like("\"/health\"");

    static final Key<AnyOf> TCP = Key.of(
                    "tcp",
                    AnyOf.of(new Truth(), Text.ANY),
                    "The service whose port has to accept a connection, or true with the key service.")
            .like("\"http\"");

    static final Key<ListOf> EXEC = Key.of(
                    "exec",
                    new ListOf(Text.ANY, 1, Integer.MAX_VALUE),
                    "A command that exits 0 when all is well, run as the instance's user in its directory.")
            .like("[\"pg_isready\", \"-q\"]");

    static final Key<Span> INTERVAL = Key.of(
                    "interval",
                    new Span(Duration.ofMillis(100), Duration.ofHours(1)),
                    "From one probe to the next, once ready. Until then it is 250ms.")
            .usually("2s")
            .like("5s");

    static final Key<Span> TIMEOUT = Key.of(
                    "timeout", new Span(Duration.ofMillis(10), Duration.ofMinutes(5)), "How long an answer may take.")
            .usually("1s")
            .like("3s");

    static final Key<Whole> FAILURES = Key.of(
                    "failures", new Whole(1, 100), "Bad probes in a row that take a ready instance out of rotation.")
            .usually("3")
            .like("5");

    static final Key<Fields> HEALTH = Key.of(
                    "health",
                    Fields.of(SERVICE, PATH, INTERVAL, TIMEOUT, FAILURES, TCP, EXEC),
                    "How to tell that an instance is well: one of path, tcp and exec. Without it: the port of the first"
                            + " service received accepts a connection; if there is none, the command runs.")
            .like("{service: \"http\", path: \"/health\"}");

    private HealthKeys() {}
}

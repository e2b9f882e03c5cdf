package dev.launcho.core.spec.key;

import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.AnyOf;
import dev.launcho.core.yaml.ValueShape.Choice;
import dev.launcho.core.yaml.ValueShape.ListOf;
import dev.launcho.core.yaml.ValueShape.Span;
import dev.launcho.core.yaml.ValueShape.Text;
import dev.launcho.core.yaml.ValueShape.Truth;
import dev.launcho.core.yaml.ValueShape.Whole;
import java.time.Duration;
import java.util.List;

/** The keys of a service that apply to each of its connections. */
public final class RulesKeys {
    public static final int MOST_NETWORKS = 256;

    private static final Whole CONNECTIONS = new Whole(1, 1_000_000);

    /** Shorter times are pauses of busy programs, not idleness. */
    public static final Span IDLE = new Span(Duration.ofMillis(100), Duration.ofDays(7));

    public static final SchemaKey<Choice> PROXY_PROTOCOL = SchemaKey.of(
                    "proxy_protocol",
                    new Choice(List.of("v1", "v2")),
                    "Sends processes the client's address: each connection to them begins with a PROXY protocol"
                            + " header.")
            .like("v2");

    public static final SchemaKey<ListOf> ACCEPT_PROXY = SchemaKey.of(
                    "accept_proxy",
                    new ListOf(Text.ANY, 0, MOST_NETWORKS),
                    "Networks of peers whose PROXY protocol header is read and believed.")
            .like("[\"10.0.0.0/8\", \"2001:db8::/32\"]");

    public static final SchemaKey<Whole> MAX_CONNECTIONS = SchemaKey.of(
                    "max_connections",
                    CONNECTIONS,
                    "Clients at the same time; more wait, unaccepted, until one has left. Default: as many as open files"
                            + " allow.")
            .like("1000");

    public static final SchemaKey<Whole> MAX_CONNECTIONS_PER_SOURCE = SchemaKey.of(
                    "max_connections_per_source",
                    CONNECTIONS,
                    "Clients of one address at the same time; more are reset. Default: any number.")
            .like("20");

    public static final SchemaKey<AnyOf> IDLE_TIMEOUT = SchemaKey.of(
                    "idle_timeout",
                    AnyOf.of(IDLE, new Truth()),
                    "Both sides are reset after this time without data; false is never. Default: never.")
            .like("5m");

    private RulesKeys() {}
}

package dev.launcho.core.target;

import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape.AnyOf;
import dev.launcho.core.yaml.Shape.Choice;
import dev.launcho.core.yaml.Shape.ListOf;
import dev.launcho.core.yaml.Shape.Span;
import dev.launcho.core.yaml.Shape.Text;
import dev.launcho.core.yaml.Shape.Truth;
import dev.launcho.core.yaml.Shape.Whole;
import java.time.Duration;
import java.util.List;

/** The keys of a service that hold for each of its connections. */
final class RulesKeys {
    static final int MOST_NETWORKS = 256;

    private static final Whole CONNECTIONS = new Whole(1, 1_000_000);

    /** Shorter ones are pauses of busy programs, not idleness. */
    static final Span IDLE = new Span(Duration.ofMillis(100), Duration.ofDays(7));

    static final Key<Choice> PROXY_PROTOCOL = Key.of(
                    "proxy_protocol",
                    new Choice(List.of("v1", "v2")),
                    "Tell the processes who the client is: each connection to them begins with a PROXY protocol header.")
            .like("v2");

    static final Key<ListOf> ACCEPT_PROXY = Key.of(
                    "accept_proxy",
                    new ListOf(Text.ANY, 0, MOST_NETWORKS),
                    "Networks of peers whose PROXY protocol header is read and believed.")
            .like("[\"10.0.0.0/8\", \"2001:db8::/32\"]");

    static final Key<Whole> MAX_CONNECTIONS = Key.of(
                    "max_connections",
                    CONNECTIONS,
                    "Clients at the same time; more wait, unaccepted, until one has left. Default: as many as open files"
                            + " allow.")
            .like("1000");

    static final Key<Whole> MAX_CONNECTIONS_PER_SOURCE = Key.of(
                    "max_connections_per_source",
                    CONNECTIONS,
                    "Clients of one address at the same time; more are reset. Default: any number.")
            .like("20");

    static final Key<AnyOf> IDLE_TIMEOUT = Key.of(
                    "idle_timeout",
                    AnyOf.of(IDLE, new Truth()),
                    "How long nothing may move until both sides are reset; false is for ever. Default: for ever.")
            .like("5m");

    private RulesKeys() {}
}

package dev.launcho.core.spec.key;

import dev.launcho.core.model.BalanceAlgorithm;
import dev.launcho.core.model.UnavailableAction;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.AnyOf;
import dev.launcho.core.yaml.ValueShape.Choice;
import dev.launcho.core.yaml.ValueShape.Fields;
import dev.launcho.core.yaml.ValueShape.Span;
import dev.launcho.core.yaml.ValueShape.Text;
import dev.launcho.core.yaml.ValueShape.Truth;
import dev.launcho.core.yaml.ValueShape.Whole;
import java.time.Duration;

/** The keys of a service. */
public final class ServiceKeys {
    static final SchemaKey<Text> NAME = SchemaKey.of(
                    "name", UniqueNames.SHAPE, "The name by which processes receive the service.")
            .like("\"api\"")
            .needed();

    public static final SchemaKey<Text> ON = SchemaKey.of(
                    "on",
                    Text.ANY,
                    "HOST:PORT to listen on: any address or name of this machine, 127.0.0.1:5000, 0.0.0.0:80, [::1]:5000."
                            + " ${SECRET} may be used.")
            .like("\"127.0.0.1:5000\"")
            .needed();

    public static final SchemaKey<Span> HOLD_TIME = SchemaKey.of(
                    "time", new Span(Duration.ZERO, Duration.ofMinutes(5)), "How long a new connection may wait.")
            .usually("10s")
            .like("5s");

    public static final SchemaKey<Whole> HOLD_MOST = SchemaKey.of(
                    "most", new Whole(1, 100_000), "How many connections may wait.")
            .usually("1024")
            .like("100");

    public static final Fields HOLD_FIELDS = Fields.of(HOLD_TIME, HOLD_MOST);

    public static final SchemaKey<AnyOf> HOLD = SchemaKey.of(
                    "hold",
                    AnyOf.of(HOLD_TIME.shape(), new Truth(), HOLD_FIELDS),
                    "How long a new connection waits while every receiver is just (re)starting, instead of being refused;"
                            + " false or 0s refuses at once.")
            .usually("10s")
            .like("{time: 5s, most: 100}");

    public static final WordChoices<UnavailableAction> UNAVAILABLES =
            WordChoices.underscored(UnavailableAction.values());

    public static final SchemaKey<Choice> UNAVAILABLE = SchemaKey.of(
                    "unavailable",
                    UNAVAILABLES.shape(),
                    "What clients get when no instance has been ready for the time of hold. reset: they are"
                            + " accepted and"
                            + " reset. close: the port is closed, so that checks from outside fail; it opens with the first"
                            + " instance that is ready.")
            .usually("reset")
            .like("close");

    public static final WordChoices<BalanceAlgorithm> BALANCES = WordChoices.underscored(BalanceAlgorithm.values());

    public static final SchemaKey<Choice> BALANCE = SchemaKey.of(
                    "balance",
                    BALANCES.shape(),
                    "Which receiver gets a new connection. round_robin: each in turn, as often as its weight says."
                            + " least_connections: the one with the fewest for its weight. source: always the same one for a"
                            + " client's address.")
            .usually("round_robin")
            .like("least_connections");

    public static final SchemaKey<Span> SLOW_START = SchemaKey.of(
                    "slow_start",
                    new Span(Duration.ZERO, Duration.ofHours(1)),
                    "In this time the share of an instance that has just become ready grows from a tenth to the whole.")
            .usually("0s")
            .like("30s");

    public static final Fields SERVICE = Fields.of(
            NAME,
            ON,
            HOLD,
            UNAVAILABLE,
            BALANCE,
            SLOW_START,
            RulesKeys.PROXY_PROTOCOL,
            RulesKeys.ACCEPT_PROXY,
            RulesKeys.MAX_CONNECTIONS,
            RulesKeys.MAX_CONNECTIONS_PER_SOURCE,
            RulesKeys.IDLE_TIMEOUT);

    private ServiceKeys() {}
}

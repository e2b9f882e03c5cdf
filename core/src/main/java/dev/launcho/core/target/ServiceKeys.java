package dev.launcho.core.target;

import dev.launcho.core.model.Balance;
import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape.AnyOf;
import dev.launcho.core.yaml.Shape.Choice;
import dev.launcho.core.yaml.Shape.Fields;
import dev.launcho.core.yaml.Shape.Span;
import dev.launcho.core.yaml.Shape.Text;
import dev.launcho.core.yaml.Shape.Truth;
import dev.launcho.core.yaml.Shape.Whole;
import java.time.Duration;

/** The keys of a service. */
final class ServiceKeys {
    static final Key<Text> NAME = Key.of("name", Names.SHAPE, "What processes receive.")
            .like("\"api\"")
            .needed();

    static final Key<Text> ON = Key.of(
                    "on",
                    Text.ANY,
                    "HOST:PORT to listen on: any address or name of this machine, 127.0.0.1:5000, 0.0.0.0:80, [::1]:5000."
                            + " ${SECRET} may be used.")
            .like("\"127.0.0.1:5000\"")
            .needed();

    static final Key<Span> HOLD_TIME = Key.of(
                    "time", new Span(Duration.ZERO, Duration.ofMinutes(5)), "How long a new connection may wait.")
            .usually("10s")
            .like("5s");

    static final Key<Whole> HOLD_MOST = Key.of("most", new Whole(1, 100_000), "How many connections may wait.")
            .usually("1024")
            .like("100");

    static final Fields HOLD_FIELDS = Fields.of(HOLD_TIME, HOLD_MOST);

    static final Key<AnyOf> HOLD = Key.of(
                    "hold",
                    AnyOf.of(HOLD_TIME.shape(), new Truth(), HOLD_FIELDS),
                    "How long a new connection waits while every receiver is just (re)starting, instead of being refused;"
                            + " false or 0s refuses at once.")
            .usually("10s")
            .like("{time: 5s, most: 100}");

    static final Choices<Balance> BALANCES = Choices.underscored(Balance.values());

    static final Key<Choice> BALANCE = Key.of(
                    "balance",
                    BALANCES.shape(),
                    "Which receiver gets a new connection. round_robin: each in turn, as often as its weight says."
                            + " least_connections: the one with the fewest for its weight. source: always the same one for a"
                            + " client's address.")
            .usually("round_robin")
            .like("least_connections");

    static final Key<Span> SLOW_START = Key.of(
                    "slow_start",
                    new Span(Duration.ZERO, Duration.ofHours(1)),
                    "In this time the share of an instance that has just become ready grows from a tenth to the whole.")
            .usually("0s")
            .like("30s");

    static final Fields SERVICE = Fields.of(
            NAME,
            ON,
            HOLD,
            BALANCE,
            SLOW_START,
            RulesKeys.PROXY_PROTOCOL,
            RulesKeys.ACCEPT_PROXY,
            RulesKeys.MAX_CONNECTIONS,
            RulesKeys.MAX_CONNECTIONS_PER_SOURCE,
            RulesKeys.IDLE_TIMEOUT);

    private ServiceKeys() {}
}

package dev.launcho.core.target;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Policy.Restart;
import dev.launcho.core.model.Policy.Update;
import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape.Choice;
import dev.launcho.core.yaml.Shape.Fields;
import dev.launcho.core.yaml.Shape.ListOf;
import dev.launcho.core.yaml.Shape.Span;
import dev.launcho.core.yaml.Shape.Text;
import dev.launcho.core.yaml.Shape.Whole;
import java.time.Duration;
import java.util.List;

/** The keys of a process that say how it is started, replaced and stopped. Their change applies in place. */
final class PolicyKeys {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Those that ask a program to end or that some server takes as its request to (signal(7)). */
    static final List<String> SIGNALS =
            List.of("TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "KILL", "ABRT", "ALRM", "WINCH", "PWR");

    static final Choices<Update> UPDATES = Choices.dashed(Update.values());
    static final Choices<Restart> RESTARTS = Choices.dashed(Restart.values());

    static final Key<Whole> REPLICAS = Key.of("replicas", new Whole(0, 1000), "How many instances are to run.")
            .usually("1")
            .like("2");

    static final Key<Choice> UPDATE = Key.of(
                    "update",
                    UPDATES.shape(),
                    "How a new version takes the place of the old. surge: start one, wait until it is ready, retire one."
                            + " recreate: stop all first, for what can't run twice.")
            .usually("surge")
            .like("recreate");

    static final Key<Choice> RESTART = Key.of(
                    "restart",
                    RESTARTS.shape(),
                    "What follows an exit. on-failure: exit 0 completes it. never: every exit does.")
            .usually("always")
            .like("on-failure");

    static final Key<Span> MIN_HEALTHY = Key.of(
                    "min_healthy",
                    new Span(Duration.ZERO, HOUR),
                    "How long a new instance has to stay ready before an old one goes.")
            .usually("1s")
            .like("5s");

    static final Key<Span> START_TIMEOUT = Key.of(
                    "start_timeout",
                    new Span(Duration.ofSeconds(1), DAY),
                    "From a new instance's first launch to its readiness, relaunches included. Then the new version is given"
                            + " up.")
            .usually("60s")
            .like("2m");

    static final Key<Span> DRAIN = Key.of(
                    "drain",
                    new Span(Duration.ZERO, DAY),
                    "How long connections may end by themselves once an instance is out of rotation.")
            .usually("30s")
            .like("5m");

    static final Key<Text> SIGNAL = Key.of(
                    "signal",
                    new Text("(?i)(SIG)?(" + String.join("|", SIGNALS) + ")"),
                    "The signal that asks an instance to end: " + String.join(", ", SIGNALS) + ".")
            .usually("TERM")
            .like("INT");

    static final Key<Span> TIMEOUT = Key.of(
                    "timeout", new Span(Duration.ZERO, DAY), "From the signal to SIGKILL of the whole tree.")
            .usually("10s")
            .like("30s");

    static final Key<Fields> STOP = Key.of("stop", Fields.of(SIGNAL, TIMEOUT), "How an instance is told to end.")
            .like("{signal: INT, timeout: 30s}");

    static final Key<ListOf> AFTER = Key.of(
                    "after",
                    new ListOf(Text.ANY, 0, Integer.MAX_VALUE),
                    "Processes that have to be ready before this one is started, and that are stopped after it.")
            .like("[\"database\"]");

    static final Key<Whole> WEIGHT = Key.of(
                    "weight",
                    new Whole(1, Policy.MOST_WEIGHT),
                    "The share of its services' connections that each instance gets, against the weights of the other"
                            + " receivers.")
            .usually("1")
            .like("3");

    private PolicyKeys() {}
}

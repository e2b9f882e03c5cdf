package dev.launcho.core.spec.key;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Policy.Restart;
import dev.launcho.core.model.Policy.Update;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape.Choice;
import dev.launcho.core.yaml.ValueShape.Fields;
import dev.launcho.core.yaml.ValueShape.ListOf;
import dev.launcho.core.yaml.ValueShape.Span;
import dev.launcho.core.yaml.ValueShape.Text;
import dev.launcho.core.yaml.ValueShape.Whole;
import java.time.Duration;
import java.util.List;

/** The keys of a process that say how it is started, replaced and stopped. A change of these applies in place. */
public final class PolicyKeys {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Signals that ask a program to end, or that some server takes as a request to end (signal(7)). */
    public static final List<String> SIGNALS =
            List.of("TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "KILL", "ABRT", "ALRM", "WINCH", "PWR");

    public static final WordChoices<Update> UPDATES = WordChoices.dashed(Update.values());
    public static final WordChoices<Restart> RESTARTS = WordChoices.dashed(Restart.values());

    public static final SchemaKey<Whole> REPLICAS = SchemaKey.of(
                    "replicas", new Whole(0, 1000), "How many instances are to run.")
            .usually("1")
            .like("2");

    public static final SchemaKey<Choice> UPDATE = SchemaKey.of(
                    "update",
                    UPDATES.shape(),
                    "How a new version takes the place of the old. surge: start one, wait until it is ready, retire one."
                            + " recreate: stop all first, for what can't run twice.")
            .usually("surge")
            .like("recreate");

    public static final SchemaKey<Choice> RESTART = SchemaKey.of(
                    "restart",
                    RESTARTS.shape(),
                    "What follows an exit. on-failure: exit 0 completes the process. never: every exit completes it.")
            .usually("always")
            .like("on-failure");

    public static final SchemaKey<Span> MIN_HEALTHY = SchemaKey.of(
                    "min_healthy",
                    new Span(Duration.ZERO, HOUR),
                    "How long a new instance has to stay ready before an old one goes.")
            .usually("1s")
            .like("5s");

    public static final SchemaKey<Span> START_TIMEOUT = SchemaKey.of(
                    "start_timeout",
                    new Span(Duration.ofSeconds(1), DAY),
                    "From a new instance's first launch to its readiness, relaunches included. Then the new version is given"
                            + " up.")
            .usually("60s")
            .like("2m");

    public static final SchemaKey<Span> DRAIN = SchemaKey.of(
                    "drain",
                    new Span(Duration.ZERO, DAY),
                    "How long open connections may continue once an instance is out of rotation.")
            .usually("30s")
            .like("5m");

    public static final SchemaKey<Text> SIGNAL = SchemaKey.of(
                    "signal",
                    new Text("(?i)(SIG)?(" + String.join("|", SIGNALS) + ")"),
                    "The signal that asks an instance to end: " + String.join(", ", SIGNALS) + ".")
            .usually("TERM")
            .like("INT");

    public static final SchemaKey<Span> TIMEOUT = SchemaKey.of(
                    "timeout", new Span(Duration.ZERO, DAY), "From the signal to SIGKILL of the whole tree.")
            .usually("10s")
            .like("30s");

    public static final SchemaKey<Fields> STOP = SchemaKey.of(
                    "stop", Fields.of(SIGNAL, TIMEOUT), "How an instance is stopped.")
            .like("{signal: INT, timeout: 30s}");

    public static final SchemaKey<ListOf> AFTER = SchemaKey.of(
                    "after",
                    new ListOf(Text.ANY, 0, Integer.MAX_VALUE),
                    "Processes that have to be ready before this one is started, and that are stopped after it.")
            .like("[\"database\"]");

    public static final SchemaKey<Whole> WEIGHT = SchemaKey.of(
                    "weight",
                    new Whole(1, Policy.MOST_WEIGHT),
                    "The share of its services' connections that each instance gets, against the weights of the other"
                            + " receivers.")
            .usually("1")
            .like("3");

    private PolicyKeys() {}
}

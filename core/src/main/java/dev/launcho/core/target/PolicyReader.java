package dev.launcho.core.target;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Policy.Restart;
import dev.launcho.core.model.Policy.Stop;
import dev.launcho.core.model.Policy.Update;
import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the keys of a process that say how it is started, replaced and stopped. */
final class PolicyReader {
    private static final int MOST_REPLICAS = 1000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Those that ask a program to end or that some server takes as its request to (signal(7)). */
    private static final List<String> SIGNALS =
            List.of("TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "KILL", "ABRT", "ALRM", "WINCH", "PWR");

    private PolicyReader() {}

    /** @param after read already: names of other processes */
    static Policy read(YamlMap process, List<String> after) {
        Policy usual = Policy.DEFAULT;
        return new Policy(
                process.get("replicas")
                        .flatMap(value -> value.integer(0, MOST_REPLICAS))
                        .orElse(usual.replicas()),
                process.get("update")
                        .flatMap(value -> Choices.dashed(Update.values()).read(value))
                        .orElse(usual.update()),
                process.get("restart")
                        .flatMap(value -> Choices.dashed(Restart.values()).read(value))
                        .orElse(usual.restart()),
                duration(process, "min_healthy", Duration.ZERO, HOUR, usual.minHealthy()),
                duration(process, "start_timeout", SECOND, DAY, usual.startTimeout()),
                duration(process, "drain", Duration.ZERO, DAY, usual.drain()),
                process.getFilled("stop")
                        .flatMap(value -> value.fields("signal", "timeout"))
                        .map(PolicyReader::stop)
                        .orElse(usual.stop()),
                after,
                process.get("weight")
                        .flatMap(value -> value.integer(1, Policy.MOST_WEIGHT))
                        .orElse(usual.weight()));
    }

    private static Stop stop(YamlMap fields) {
        Stop usual = Policy.DEFAULT.stop();
        return new Stop(
                fields.get("signal").flatMap(PolicyReader::signal).orElse(usual.signal()),
                duration(fields, "timeout", Duration.ZERO, DAY, usual.timeout()));
    }

    private static Duration duration(YamlMap fields, String key, Duration least, Duration most, Duration usual) {
        return fields.get(key).flatMap(value -> value.duration(least, most)).orElse(usual);
    }

    private static Optional<String> signal(YamlValue value) {
        Optional<String> name = value.text().map(PolicyReader::withoutSig);
        name.filter(signal -> !SIGNALS.contains(signal))
                .ifPresent(signal -> value.problem(
                        "expected the name of a signal, found " + Quoted.of(signal),
                        "one of " + String.join(", ", SIGNALS)));
        return name;
    }

    private static String withoutSig(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.startsWith("SIG") ? upper.substring(3) : upper;
    }
}

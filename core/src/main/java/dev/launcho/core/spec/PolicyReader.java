package dev.launcho.core.spec;

import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Policy.Stop;
import dev.launcho.core.spec.key.PolicyKeys;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the keys of a process that say how it is started, replaced and stopped. */
final class PolicyReader {
    private PolicyReader() {}

    /** @param after names of other processes, read already */
    static Policy read(YamlMap process, List<String> after) {
        Policy usual = Policy.DEFAULT;
        return new Policy(
                process.whole(PolicyKeys.REPLICAS).orElse(usual.replicas()),
                process.get(PolicyKeys.UPDATE).flatMap(PolicyKeys.UPDATES::read).orElse(usual.update()),
                process.get(PolicyKeys.RESTART)
                        .flatMap(PolicyKeys.RESTARTS::read)
                        .orElse(usual.restart()),
                process.span(PolicyKeys.MIN_HEALTHY).orElse(usual.minHealthy()),
                process.span(PolicyKeys.START_TIMEOUT).orElse(usual.startTimeout()),
                process.span(PolicyKeys.DRAIN).orElse(usual.drain()),
                process.fields(PolicyKeys.STOP).map(PolicyReader::stop).orElse(usual.stop()),
                after,
                process.whole(PolicyKeys.WEIGHT).orElse(usual.weight()));
    }

    private static Stop stop(YamlMap fields) {
        Stop usual = Policy.DEFAULT.stop();
        return new Stop(
                fields.get(PolicyKeys.SIGNAL).flatMap(PolicyReader::signal).orElse(usual.signal()),
                fields.span(PolicyKeys.TIMEOUT).orElse(usual.timeout()));
    }

    private static Optional<String> signal(YamlValue value) {
        Optional<String> name = value.text().map(PolicyReader::withoutSig);
        name.filter(signal -> !PolicyKeys.SIGNALS.contains(signal))
                .ifPresent(signal -> value.problem(
                        "expected the name of a signal, found " + QuotedText.of(signal),
                        "one of " + String.join(", ", PolicyKeys.SIGNALS)));
        return name;
    }

    private static String withoutSig(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.startsWith("SIG") ? upper.substring(3) : upper;
    }
}

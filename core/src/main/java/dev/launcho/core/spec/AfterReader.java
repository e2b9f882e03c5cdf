package dev.launcho.core.spec;

import dev.launcho.core.spec.key.PolicyKeys;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the key {@code after}: other processes of the same target, which may stand further down. No process may come after itself. */
final class AfterReader {
    private final Map<String, Map<String, YamlValue>> read = new LinkedHashMap<>();

    List<String> read(YamlMap process, String name) {
        List<String> names = new ArrayList<>();
        for (YamlValue item : process.getFilled(PolicyKeys.AFTER)
                .flatMap(value -> value.strings("process names"))
                .orElse(List.of())) {
            item.text().ifPresent(other -> {
                if (read.computeIfAbsent(name, n -> new LinkedHashMap<>()).putIfAbsent(other, item) == null) {
                    names.add(other);
                } else {
                    item.problem("the process " + QuotedText.of(other) + " is named twice");
                }
            });
        }
        return names;
    }

    /** Checks all names; call it once all processes are read. */
    void check(Set<String> processes) {
        WaitGraph waits = new WaitGraph(read);
        read.forEach((name, others) -> others.forEach((other, item) -> {
            if (!processes.contains(other)) {
                item.problem("there is no process " + QuotedText.of(other), item.didYouMean(other, processes));
            } else if (other.equals(name)) {
                item.problem(QuotedText.of(name) + " waits for itself");
            } else if (waits.waits(other, name)) {
                item.problem(QuotedText.of(name) + " and " + QuotedText.of(other) + " wait for each other");
            }
        }));
    }
}

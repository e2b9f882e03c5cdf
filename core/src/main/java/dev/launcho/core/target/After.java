package dev.launcho.core.target;

import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the key {@code after}: other processes of the same target, which may stand below; no process after itself. */
final class After {
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
                    item.problem("the process " + Quoted.of(other) + " is named twice");
                }
            });
        }
        return names;
    }

    /** To be called once all processes are read. */
    void check(Set<String> processes) {
        Waits waits = new Waits(read);
        read.forEach((name, others) -> others.forEach((other, item) -> {
            if (!processes.contains(other)) {
                item.problem("there is no process " + Quoted.of(other), item.didYouMean(other, processes));
            } else if (other.equals(name)) {
                item.problem(Quoted.of(name) + " would wait for itself");
            } else if (waits.waits(other, name)) {
                item.problem(Quoted.of(name) + " and " + Quoted.of(other) + " would wait for each other");
            }
        }));
    }
}

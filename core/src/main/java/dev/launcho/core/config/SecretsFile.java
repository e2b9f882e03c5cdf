package dev.launcho.core.config;

import dev.launcho.core.spec.SecretTemplate;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.Problem;
import dev.launcho.core.yaml.Problems;
import dev.launcho.core.yaml.YamlDocument;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a YAML file of secrets, {@code NAME: value}: the one that the config names, and {@code launcho-extra-secrets.yaml}. */
public final class SecretsFile {
    private SecretsFile() {}

    /** Reads a file; an empty one has no secrets. Never throws. @param fileName as the user named it, for messages */
    public static Reading read(String fileName, byte[] text) {
        Problems problems = new Problems(fileName);
        Map<String, String> values = YamlDocument.read(text, problems)
                .filter(root -> !root.isNull())
                .map(SecretsFile::values)
                .orElse(Map.of());
        return new Reading(values, problems.sorted());
    }

    /** Returns the entries of a mapping of names to values; also {@code secrets.values} of the config. */
    static Map<String, String> values(YamlValue mapping) {
        Map<String, String> values = new LinkedHashMap<>();
        mapping.entries("names to values")
                .ifPresent(entries -> entries.all().forEach((name, value) -> {
                    checkName(name, entries);
                    value.text().ifPresent(text -> values.put(name, text));
                }));
        return values;
    }

    private static void checkName(String name, YamlMap entries) {
        if (!SecretTemplate.isName(name)) {
            entries.key(name)
                    .problem(QuotedText.of(name) + " can't name a secret", "letters, digits, \"_\", \".\" and \"-\"");
        }
    }

    /**
     * @param values values by name, in the order of the file; not to be used if there are problems
     * @param problems by line; they don't show values
     */
    public record Reading(Map<String, String> values, List<Problem> problems) {
        public Reading {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            problems = List.copyOf(problems);
        }

        public boolean valid() {
            return problems.isEmpty();
        }

        /** Returns a text without the values, which are secret. */
        @Override
        public String toString() {
            return "Reading[values=" + values.keySet() + ", problems=" + problems + "]";
        }
    }
}

package dev.launcho.core.spec.key;

import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.Problem;
import dev.launcho.core.yaml.Problems;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape;
import dev.launcho.core.yaml.YamlDocument;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The places where a valid target writes the keys of its services and processes, for problems that are found after it
 * was read. Immutable.
 */
public final class TargetPlaces {
    private final String file;
    private final Map<String, YamlMap> services;
    private final Map<String, YamlMap> processes;

    private TargetPlaces(String file, Map<String, YamlMap> services, Map<String, YamlMap> processes) {
        this.file = file;
        this.services = services;
        this.processes = processes;
    }

    /** @param fileName as the user named it, for messages */
    public static TargetPlaces of(String fileName, String text) {
        Problems unused = new Problems(fileName);
        Optional<YamlMap> top = YamlDocument.read(text, unused)
                .filter(root -> !root.isNull())
                .flatMap(root -> root.fields(TargetKeys.TARGET));
        return new TargetPlaces(
                fileName,
                items(top.flatMap(t -> t.getFilled(TargetKeys.SERVICES)), ServiceKeys.SERVICE, ServiceKeys.NAME),
                items(top.flatMap(t -> t.getFilled(TargetKeys.PROCESSES)), ProcessKeys.PROCESS, ProcessKeys.NAME));
    }

    private static Map<String, YamlMap> items(Optional<YamlValue> list, ValueShape.Fields shape, SchemaKey<?> name) {
        Map<String, YamlMap> items = new HashMap<>();
        list.flatMap(value -> value.items("", ""))
                .orElse(List.of())
                .forEach(item -> item.fields(shape)
                        .ifPresent(fields ->
                                fields.get(name).flatMap(YamlValue::text).ifPresent(text -> items.put(text, fields))));
        return items;
    }

    /** Returns a problem with a key of a service; empty where the target does not write that key. */
    public Optional<Problem> service(String service, String key, String message) {
        return Optional.ofNullable(services.get(service))
                .flatMap(fields -> Optional.ofNullable(fields.all().get(key)))
                .filter(value -> !value.isNull())
                .map(value -> problem(value, "service " + QuotedText.of(service) + ": " + key + ": " + message));
    }

    /** Returns a problem with a process: at its key, or at one of its variables, if that is written; else at its first key. */
    public Optional<Problem> process(String process, String key, String variable, String message) {
        return Optional.ofNullable(processes.get(process)).map(fields -> {
            Optional<YamlValue> value = Optional.ofNullable(fields.all().get(key));
            Optional<YamlValue> name = value.filter(v -> !variable.isEmpty())
                    .flatMap(v -> v.entries(""))
                    .filter(entries -> entries.all().containsKey(variable))
                    .map(entries -> entries.key(variable));
            YamlValue at = name.or(() -> value).orElseGet(fields::owner);
            String shown = variable.isEmpty() ? key : key + "." + QuotedText.bare(variable);
            return problem(at, "process " + QuotedText.of(process) + ": " + shown + ": " + message);
        });
    }

    private Problem problem(YamlValue at, String message) {
        return new Problem(file, at.line(), at.column(), at.path(), message, "", at.length());
    }
}

package dev.launcho.core.target;

import dev.launcho.core.yaml.Problem;
import dev.launcho.core.yaml.Problems;
import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlDocument;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a good target writes the keys of its services, for what is found out about them after it was read. Immutable. */
public final class ServicePlaces {
    private final String file;
    private final Map<String, YamlMap> services = new HashMap<>();

    private ServicePlaces(String file) {
        this.file = file;
    }

    /** @param fileName as the user named it, for messages */
    public static ServicePlaces of(String fileName, String text) {
        Problems unused = new Problems(fileName);
        ServicePlaces places = new ServicePlaces(fileName);
        YamlDocument.read(text, unused)
                .filter(root -> !root.isNull())
                .flatMap(root -> root.fields(TargetKeys.TARGET))
                .flatMap(top -> top.getFilled(TargetKeys.SERVICES))
                .flatMap(list -> list.items("services", ""))
                .orElse(List.of())
                .forEach(item -> item.fields(ServiceKeys.SERVICE)
                        .ifPresent(fields -> fields.get(ServiceKeys.NAME)
                                .flatMap(YamlValue::text)
                                .ifPresent(name -> places.services.put(name, fields))));
        return places;
    }

    /** Something about a key of a service; empty where the target does not write that key. */
    public Optional<Problem> problem(String service, String key, String message) {
        return Optional.ofNullable(services.get(service))
                .flatMap(fields -> Optional.ofNullable(fields.all().get(key)))
                .filter(value -> !value.isNull())
                .map(value -> new Problem(
                        file,
                        value.line(),
                        value.column(),
                        "service " + Quoted.of(service) + ": " + key + ": " + message,
                        "",
                        value.length()));
    }
}

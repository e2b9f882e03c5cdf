package dev.launcho.core.spec;

import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.spec.key.ProcessKeys;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the key {@code receives}: services of the same target, each once, each with a variable of its own. */
final class ReceivesReader {
    /** Most known services that a hint lists. */
    private static final int LISTED = 10;

    private final Set<String> services;
    private final boolean complete;

    /** @param complete false if {@code services} could not be read: then no name is reported as unknown */
    ReceivesReader(Set<String> services, boolean complete) {
        this.services = services;
        this.complete = complete;
    }

    List<String> read(YamlMap process) {
        List<String> names = new ArrayList<>();
        Map<String, String> variables = new HashMap<>();
        for (YamlValue item : process.getFilled(ProcessKeys.RECEIVES)
                .flatMap(value -> value.strings("service names"))
                .orElse(List.of())) {
            item.text().ifPresent(name -> {
                check(item, name, variables);
                names.add(name);
            });
        }
        return names;
    }

    private void check(YamlValue item, String name, Map<String, String> variables) {
        String variable = ServiceSpec.portVariable(name);
        String other = variables.putIfAbsent(variable, name);
        if (complete && !services.contains(name)) {
            item.problem("there is no service " + QuotedText.of(name), hint(item, name));
        } else if (name.equals(other)) {
            item.problem("the service " + QuotedText.of(name) + " is received twice");
        } else if (other != null) {
            item.problem(
                    "the services " + QuotedText.of(other) + " and " + QuotedText.of(name) + " share the variable "
                            + variable,
                    "rename one of them");
        }
    }

    private String hint(YamlValue item, String name) {
        String near = item.didYouMean(name, services);
        if (services.isEmpty()) {
            return "the target has no services";
        }
        String known = services.stream().limit(LISTED).map(QuotedText::of).collect(Collectors.joining(", "));
        return (near.isEmpty() ? "known: " : near + " known: ") + known + (services.size() > LISTED ? ", …" : "");
    }
}

package dev.launcho.core.target;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one item of {@code processes}. */
final class ProcessReader {
    private final Names names;
    private final Receives receives;
    private final After after;
    private final Templates templates;

    ProcessReader(Names names, Receives receives, After after, Templates templates) {
        this.names = names;
        this.receives = receives;
        this.after = after;
        this.templates = templates;
    }

    Optional<ProcessSpec> read(YamlValue item) {
        return names.subject(item).fields(ProcessKeys.PROCESS).map(this::process);
    }

    private ProcessSpec process(YamlMap fields) {
        String name = names.read(fields);
        List<String> received = receives.read(fields);
        return new ProcessSpec(
                name,
                fields.require(ProcessKeys.COMMAND)
                        .map(value -> CommandReader.read(value, templates))
                        .orElse(List.of()),
                env(fields, received),
                received,
                new HealthReader(received, templates).read(fields),
                ResourcesReader.read(fields, templates),
                fields.getFilled(ProcessKeys.BEFORE).flatMap(YamlValue::text).orElse(""),
                fields.get(ProcessKeys.UID)
                        .flatMap(uid -> templates.read(uid, Checks::account))
                        .orElse(""),
                fields.get(ProcessKeys.GID)
                        .flatMap(gid -> templates.read(gid, Checks::account))
                        .orElse(""),
                fields.get(ProcessKeys.CWD)
                        .flatMap(cwd -> templates.read(cwd, Checks::directory))
                        .orElse(""),
                PolicyReader.read(fields, after.read(fields, name)),
                LimitsReader.read(fields));
    }

    private Map<String, String> env(YamlMap fields, List<String> received) {
        EnvNames variables = new EnvNames(received);
        Map<String, String> env = new LinkedHashMap<>();
        fields.getFilled(ProcessKeys.ENV)
                .flatMap(value -> value.entries("names to values"))
                .ifPresent(entries -> entries.all().forEach((name, value) -> {
                    variables.check(name, entries.key(name));
                    templates.read(value).ifPresent(text -> env.put(name, text));
                }));
        return env;
    }
}

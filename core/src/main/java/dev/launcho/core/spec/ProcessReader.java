package dev.launcho.core.spec;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.spec.key.ProcessKeys;
import dev.launcho.core.spec.key.UniqueNames;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one item of {@code processes}. */
final class ProcessReader {
    private final UniqueNames names;
    private final ReceivesReader receives;
    private final AfterReader after;
    private final TemplateReader templates;

    ProcessReader(UniqueNames names, ReceivesReader receives, AfterReader after, TemplateReader templates) {
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
                        .flatMap(uid -> templates.read(uid, ValueChecks::account))
                        .orElse(""),
                fields.get(ProcessKeys.GID)
                        .flatMap(gid -> templates.read(gid, ValueChecks::account))
                        .orElse(""),
                groups(fields),
                fields.get(ProcessKeys.CWD)
                        .flatMap(cwd -> templates.read(cwd, ValueChecks::directory))
                        .orElse(""),
                PolicyReader.read(fields, after.read(fields, name)),
                LimitsReader.read(fields),
                ConfinementReader.read(fields, templates));
    }

    private List<String> groups(YamlMap fields) {
        List<YamlValue> items = fields.getFilled(ProcessKeys.GROUPS)
                .flatMap(value -> value.items("names or numbers of groups", "like [\"video\", \"1005\"]"))
                .orElse(List.of());
        return items.stream()
                .flatMap(item -> templates.read(item, ValueChecks::account).stream())
                .toList();
    }

    private Map<String, String> env(YamlMap fields, List<String> received) {
        EnvNames variables = new EnvNames(received);
        Map<String, String> env = new LinkedHashMap<>();
        fields.getFilled(ProcessKeys.ENV)
                .flatMap(value -> value.entries("names to values"))
                .ifPresent(entries -> entries.all().forEach((name, value) -> {
                    variables.check(name, entries.key(name));
                    templates.readVariable(name, value).ifPresent(text -> env.put(name, text));
                }));
        return env;
    }
}

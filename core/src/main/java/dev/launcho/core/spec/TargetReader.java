package dev.launcho.core.spec;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.model.Target;
import dev.launcho.core.spec.key.TargetKeys;
import dev.launcho.core.spec.key.UniqueNames;
import dev.launcho.core.yaml.Problems;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape;
import dev.launcho.core.yaml.YamlDocument;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a target. Reports every problem of the file, not only the first; no input makes it throw. The bounds are those
 * of {@link dev.launcho.core.yaml}.
 *
 * <p>{@code processes} and {@code services} may be absent or empty. An empty file is an empty target.
 */
public final class TargetReader {
    private final TemplateReader templates = new TemplateReader();

    private TargetReader() {}

    /** @param fileName as the user named it, for messages */
    public static TargetReading read(String fileName, byte[] text) {
        Problems problems = new Problems(fileName);
        return new TargetReader().reading(YamlDocument.read(text, problems), problems);
    }

    /** @param fileName as the user named it, for messages */
    public static TargetReading read(String fileName, String text) {
        Problems problems = new Problems(fileName);
        return new TargetReader().reading(YamlDocument.read(text, problems), problems);
    }

    /** Returns the example file that stands for a target until one is set: comments, and nothing to run. */
    public static String defaultText() {
        try (InputStream in = TargetReader.class.getResourceAsStream("default-target.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading default-target.yaml from the jar", e);
        }
    }

    private TargetReading reading(Optional<YamlValue> root, Problems problems) {
        Target target = root.filter(value -> !value.isNull())
                .flatMap(value -> value.fields(TargetKeys.TARGET))
                .map(this::target)
                .orElse(Target.EMPTY);
        ReferenceCheck references = templates.references(problems.file());
        return new TargetReading(problems.isEmpty() ? target : Target.EMPTY, problems.sorted(), references);
    }

    private Target target(YamlMap top) {
        UniqueNames processNames = new UniqueNames("process");
        UniqueNames serviceNames = new UniqueNames("service");
        ServiceReader serviceReader = new ServiceReader(serviceNames, templates);
        List<ServiceSpec> services = new ArrayList<>();
        for (YamlValue item : items(top, TargetKeys.SERVICES)) {
            serviceReader.read(item).ifPresent(services::add);
        }
        boolean servicesRead =
                top.getFilled(TargetKeys.SERVICES).map(YamlValue::isList).orElse(true);
        AfterReader after = new AfterReader();
        ReceivesReader receives = new ReceivesReader(serviceNames.all(), servicesRead);
        ProcessReader processReader = new ProcessReader(processNames, receives, after, templates);
        List<ProcessSpec> processes = new ArrayList<>();
        for (YamlValue item : items(top, TargetKeys.PROCESSES)) {
            processReader.read(item).ifPresent(processes::add);
        }
        after.check(processNames.all());
        return new Target(processes, services);
    }

    private static List<YamlValue> items(YamlMap top, SchemaKey<ValueShape.ListOf> key) {
        Optional<YamlValue> list = top.getFilled(key);
        List<YamlValue> items = list.flatMap(value -> value.items(key.name(), "start each with \"- name:\""))
                .orElse(List.of());
        if (items.size() > TargetKeys.MOST_ITEMS) {
            items.get(TargetKeys.MOST_ITEMS).problem("more than " + TargetKeys.MOST_ITEMS + " " + key.name());
            return List.of();
        }
        return items;
    }
}

package dev.launcho.core.target;

import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the values that may refer to secrets, and remembers each reference. One for each reading of a file. */
final class Templates {
    private static final String ESCAPE = "write ${NAME}, or $${ for a literal ${";

    private final List<Reference> secrets = new ArrayList<>();
    private final List<References.ResourceUse> resources = new ArrayList<>();

    /** A text that may be anything. */
    Optional<String> read(YamlValue value) {
        return read(value, text -> Optional.empty());
    }

    /**
     * The text with its references still in it.
     *
     * @param check tells what was expected instead; asked now only if there is no reference, else by {@link Resolver}
     */
    Optional<String> read(YamlValue value, Function<String, Optional<String>> check) {
        Optional<String> text = value.text();
        text.ifPresent(written -> {
            Template template = Template.parse(written);
            template.faults().forEach(fault -> value.problem(fault, ESCAPE));
            template.names().forEach(name -> secrets.add(reference(name, value)));
            if (template.faults().isEmpty() && template.names().isEmpty()) {
                String literal = template.resolve(name -> Optional.empty()).text();
                check.apply(literal).ifPresent(expected -> value.problem(found(literal, expected)));
            }
        });
        return text;
    }

    Optional<String> readResourceId(YamlValue value) {
        Optional<String> id = read(value, Checks::resourceId);
        id.ifPresent(text -> resources.add(
                new References.ResourceUse(text, value.subject(), value.key(), value.line(), value.column())));
        return id;
    }

    References references(String file) {
        return new References(file, secrets, resources);
    }

    private static String found(String literal, String expected) {
        return "expected " + expected + ", found " + Quoted.of(literal);
    }

    private static Reference reference(String name, YamlValue value) {
        return new Reference(name, value.subject(), value.key(), value.line(), value.column());
    }
}

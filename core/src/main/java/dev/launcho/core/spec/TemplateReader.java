package dev.launcho.core.spec;

import dev.launcho.core.model.ExecLimits;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the values that may refer to secrets, and remembers each reference. One object for each reading of a file. */
final class TemplateReader {
    private static final String ESCAPE = "write ${NAME}, or $${ for a literal ${";

    private final List<SecretReference> secrets = new ArrayList<>();
    private final List<ReferenceCheck.ResourceUse> resources = new ArrayList<>();

    private static final String AS_FILE = "give it a file instead, as a resource";

    /** Reads a variable's value, which may be anything. */
    Optional<String> readVariable(String name, YamlValue value) {
        return sized(value, read(value, TemplateReader::anything), text -> ExecLimits.ofVariable(name, text));
    }

    /** Reads one of a program's arguments, or its name. */
    Optional<String> readArgument(YamlValue value, Function<String, Optional<String>> check) {
        return sized(value, read(value, check), ExecLimits::ofArgument);
    }

    static Optional<String> anything(String text) {
        return Optional.empty();
    }

    /** Reports a text that is too long even without the values of its references. */
    private static Optional<String> sized(
            YamlValue value, Optional<String> text, Function<String, Optional<String>> limit) {
        text.map(SecretTemplate::parse)
                .filter(template -> template.faults().isEmpty())
                .flatMap(template ->
                        limit.apply(template.resolve(TemplateReader::anything).text()))
                .ifPresent(fault -> value.problem(fault, AS_FILE));
        return text;
    }

    /**
     * Returns the text with its references still in it.
     *
     * @param check returns what was expected instead; used now only if there is no reference, else by {@link SecretResolver}
     */
    Optional<String> read(YamlValue value, Function<String, Optional<String>> check) {
        Optional<String> text = value.text();
        text.ifPresent(written -> {
            SecretTemplate template = SecretTemplate.parse(written);
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
        Optional<String> id = read(value, ValueChecks::resourceId);
        id.ifPresent(text -> resources.add(
                new ReferenceCheck.ResourceUse(text, value.subject(), value.key(), value.line(), value.column())));
        return id;
    }

    ReferenceCheck references(String file) {
        return new ReferenceCheck(file, secrets, resources);
    }

    private static String found(String literal, String expected) {
        return "expected " + expected + ", found " + QuotedText.of(literal);
    }

    private static SecretReference reference(String name, YamlValue value) {
        return new SecretReference(name, value.subject(), value.key(), value.line(), value.column());
    }
}

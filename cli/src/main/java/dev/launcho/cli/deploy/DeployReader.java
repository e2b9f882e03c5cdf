package dev.launcho.cli.deploy;

import dev.launcho.core.spec.SecretTemplate;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.Problem;
import dev.launcho.core.yaml.Problems;
import dev.launcho.core.yaml.YamlDocument;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code launcho.yaml}. Every problem of the file is reported; no input makes it throw. */
public final class DeployReader {
    private static final int LONGEST_NAME = 255;

    private DeployReader() {}

    /**
     * The result of reading.
     *
     * @param settings empty if there are problems
     * @param problems by line
     */
    public record Reading(Optional<DeploySettings> settings, List<Problem> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** @param fileName as the user named it, for messages */
    public static Reading read(String fileName, byte[] text) {
        Problems problems = new Problems(fileName);
        Optional<YamlValue> root = YamlDocument.read(text, problems);
        if (root.isEmpty() && problems.isEmpty()) {
            problems.add(1, 1, 1, "the file is empty", "write secret: NAME, as the target refers to it");
        }
        Optional<DeploySettings> settings = root.flatMap(
                        value -> value.fields("server", "secret", "resource", "prefix", "target"))
                .map(DeployReader::settings);
        return new Reading(settings.filter(read -> problems.isEmpty()), problems.sorted());
    }

    private static DeploySettings settings(YamlMap fields) {
        return new DeploySettings(
                text(fields, "server"),
                fields.require("secret").flatMap(DeployReader::secret).orElse(""),
                fields.get("resource").flatMap(DeployReader::resource).orElse(""),
                fields.get("prefix").flatMap(DeployReader::prefix).orElse(""),
                text(fields, "target"));
    }

    private static String text(YamlMap fields, String key) {
        Optional<String> text = fields.get(key).flatMap(YamlValue::text);
        if (text.filter(String::isBlank).isPresent()) {
            fields.get(key).ifPresent(value -> value.problem("is empty", "write a value, or remove the key"));
        }
        return text.orElse("");
    }

    private static Optional<String> secret(YamlValue value) {
        Optional<String> name = value.text();
        name.filter(text -> !SecretTemplate.isName(text))
                .ifPresent(text -> value.problem(
                        QuotedText.of(text) + " can't name a secret", "write the name alone, like BUNDLE_RESOURCE_ID"));
        return name;
    }

    private static Optional<String> resource(YamlValue value) {
        Optional<String> name = value.text();
        name.filter(text -> !isResourceName(text))
                .ifPresent(text -> value.problem(
                        QuotedText.of(text) + " can't name a resource", "write a file's name, without folders"));
        return name;
    }

    /** Returns whether a server lists a resource under this name, and a terminal shows it as it is. */
    public static boolean isResourceName(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_NAME
                && text.codePoints().noneMatch(c -> c == '/' || QuotedText.unprintable(c));
    }

    private static Optional<String> prefix(YamlValue value) {
        Optional<String> path = value.text();
        path.filter(text -> Stream.of(text.split("/", -1)).anyMatch(Set.of("", ".", "..")::contains))
                .ifPresent(text -> value.problem(
                        "expected the name of a folder, found " + QuotedText.of(text), "write it like bundle or a/b"));
        return path;
    }
}

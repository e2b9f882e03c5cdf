package dev.launcho.core.yaml;

import dev.launcho.core.text.QuotedText;
import java.io.StringReader;
import java.util.Iterator;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;

/** Reads one YAML document into a tree of {@link YamlValue}s. */
public final class YamlDocument {
    private YamlDocument() {}

    /** Returns the root; empty for a file without any content, and for one that can't be walked (then problems say why). */
    public static Optional<YamlValue> read(byte[] text, Problems problems) {
        return YamlText.decode(text, problems).flatMap(clean -> tree(clean, problems));
    }

    /** Works like {@link #read(byte[], Problems)}. */
    public static Optional<YamlValue> read(String text, Problems problems) {
        return YamlText.check(text, problems).flatMap(clean -> tree(clean, problems));
    }

    private static Optional<YamlValue> tree(String text, Problems problems) {
        try {
            Iterator<Event> events = yaml().parse(new StringReader(text)).iterator();
            if (!new YamlInspection(problems).walkable(() -> next(events))) {
                return Optional.empty();
            }
            return next(yaml().composeAll(new StringReader(text)).iterator())
                    .map(root -> new YamlValue(root, problems));
        } catch (MarkedYAMLException e) {
            SyntaxProblem.add(e, problems);
        } catch (YAMLException e) {
            problems.add(1, 1, 1, "not YAML: " + QuotedText.of(String.valueOf(e.getMessage())), "");
        }
        return Optional.empty();
    }

    /** Returns the next item. No other exception of SnakeYAML on hostile input may reach a user as a stack trace. */
    private static <T> Optional<T> next(Iterator<T> snake) {
        try {
            return snake.hasNext() ? Optional.of(snake.next()) : Optional.empty();
        } catch (YAMLException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new YAMLException(e.getMessage(), e);
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(YamlText.MOST_BYTES + 1);
        options.setNestingDepthLimit(YamlInspection.DEEPEST * 2);
        // YamlInspection bounds the expansion of aliases; their number does no harm.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        // No tag constructs anything, and YamlInspection reports each tag with its place.
        options.setTagInspector(tag -> true);
        return new Yaml(options);
    }
}

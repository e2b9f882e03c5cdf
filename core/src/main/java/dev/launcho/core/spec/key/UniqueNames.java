package dev.launcho.core.spec.key;

import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.ValueShape.Text;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of one kind of item in a target: well formed, and each only once. */
public final class UniqueNames {
    /** Names become parts of file names, environment variables and log lines. */
    static final Text SHAPE = new Text("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private static final Pattern FORM = Pattern.compile(SHAPE.pattern());

    private final String kind;
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    /** @param kind {@code process} or {@code service} */
    public UniqueNames(String kind) {
        this.kind = kind;
    }

    /** Returns the item with its subject: its name if it has one, else its place. */
    public YamlValue subject(YamlValue item) {
        String subject = item.peek("name")
                .filter(name -> FORM.matcher(name).matches())
                .map(name -> kind + " " + QuotedText.of(name))
                .orElse(item.key());
        return item.as(subject);
    }

    /** Reads the key {@code name}; empty if there is none. */
    public String read(YamlMap item) {
        return item.require(ProcessKeys.NAME)
                .flatMap(value -> value.text().map(name -> check(value, name)))
                .orElse("");
    }

    /** Returns all names that were read, also malformed ones, so that a reference to one is not reported too. */
    public Set<String> all() {
        return Collections.unmodifiableSet(lines.keySet());
    }

    private String check(YamlValue value, String name) {
        if (!FORM.matcher(name).matches()) {
            value.problem(
                    QuotedText.of(name) + " can't be a name",
                    "1 to 63 letters, digits, \"_\", \".\" and \"-\", a letter or digit first");
        }
        Integer first = lines.putIfAbsent(name, value.line());
        if (first != null) {
            value.problem("duplicate " + kind + " name " + QuotedText.of(name), "the first is on line " + first);
        }
        return name;
    }
}

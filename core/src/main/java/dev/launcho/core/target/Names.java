package dev.launcho.core.target;

import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.Shape.Text;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of one kind of thing in a target: well formed, and each only once. */
final class Names {
    /** They become parts of file names, environment variables and log lines. */
    static final Text SHAPE = new Text("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private static final Pattern FORM = Pattern.compile(SHAPE.pattern());

    private final String kind;
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    /** @param kind {@code process} or {@code service} */
    Names(String kind) {
        this.kind = kind;
    }

    /** The item with its subject: by its name where it has one, else by its place. */
    YamlValue subject(YamlValue item) {
        String subject = item.peek("name")
                .filter(name -> FORM.matcher(name).matches())
                .map(name -> kind + " " + Quoted.of(name))
                .orElse(item.key());
        return item.as(subject);
    }

    /** Reads the key {@code name}; empty if there is none. */
    String read(YamlMap item) {
        return item.require(ProcessKeys.NAME)
                .flatMap(value -> value.text().map(name -> check(value, name)))
                .orElse("");
    }

    /** All that were read, also malformed ones, so that who refers to them is not blamed too. */
    Set<String> all() {
        return Collections.unmodifiableSet(lines.keySet());
    }

    private String check(YamlValue value, String name) {
        if (!FORM.matcher(name).matches()) {
            value.problem(
                    Quoted.of(name) + " can't be a name",
                    "1 to 63 letters, digits, \"_\", \".\" and \"-\", a letter or digit first");
        }
        Integer first = lines.putIfAbsent(name, value.line());
        if (first != null) {
            value.problem("duplicate " + kind + " name " + Quoted.of(name), "the first is on line " + first);
        }
        return name;
    }
}

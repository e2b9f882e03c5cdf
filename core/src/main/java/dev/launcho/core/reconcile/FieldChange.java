package dev.launcho.core.reconcile;

import dev.launcho.core.target.Template;
import dev.launcho.core.yaml.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One key that is different, as texts to show. Never a secret's value: of a secret there are its reference and a prefix of
 * its fingerprints.
 *
 * @param key {@code env.PORT}; also of a list or mapping: {@code command[1]}
 * @param before in quotes where it is a text of its author, as a command or a path; bare where it is a number, a duration or a
 *     word of ours; empty if the key was not there
 * @param after the same; empty if the key is there no more
 * @param secret whose value alone is different; empty if the text is
 */
public record FieldChange(String key, String before, String after, String secret) {
    private static final int SHOWN_PRINT = 4;

    /** {@code env.PORT "1" → "2"}, {@code secret DB_URL changed}. */
    public String cause() {
        if (!secret.isEmpty()) {
            return "secret " + secret + (before.isEmpty() ? " set" : " changed");
        }
        if (before.isEmpty()) {
            return key + " " + after + " added";
        }
        return key + " " + before + (after.isEmpty() ? " removed" : " → " + after);
    }

    /**
     * What is different between two specs.
     *
     * @param oldPrints fingerprints of secrets by name, those of then; {@code newPrints} those of now
     */
    static List<FieldChange> between(
            Map<String, String> old,
            Map<String, String> now,
            Map<String, String> oldPrints,
            Map<String, String> newPrints) {
        List<FieldChange> changes = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        for (String key : keys) {
            String before = old.get(key);
            String after = now.get(key);
            if (!Objects.equals(before, after)) {
                changes.add(new FieldChange(key, shown(key, before), shown(key, after), ""));
            } else if (before != null && SpecTexts.isTemplate(key)) {
                secrets(key, before, oldPrints, newPrints, changes);
            }
        }
        return changes;
    }

    private static void secrets(
            String key,
            String template,
            Map<String, String> oldPrints,
            Map<String, String> newPrints,
            List<FieldChange> changes) {
        for (String name : Template.parse(template).names()) {
            String before = oldPrints.getOrDefault(name, "");
            String after = newPrints.getOrDefault(name, "");
            if (!before.equals(after)) {
                changes.add(new FieldChange(key, print(before), print(after), name));
            }
        }
    }

    private static String print(String fingerprint) {
        return fingerprint.isEmpty() ? "" : fingerprint.substring(0, SHOWN_PRINT) + "…";
    }

    private static String shown(String key, @org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : SpecTexts.isText(key) ? Quoted.of(text) : text;
    }
}

package dev.launcho.core.intent;

import dev.launcho.core.event.FieldChange;
import dev.launcho.core.spec.SecretTemplate;
import dev.launcho.core.store.ValueFingerprints;
import dev.launcho.core.text.QuotedText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A comparison of specs, key by key. Pure. */
final class FieldComparison {
    private static final int SHOWN_PRINT = 4;

    private FieldComparison() {}

    /**
     * Returns the differences between two specs.
     *
     * @param oldPrints former fingerprints of secrets, by name; {@code newPrints} has the present ones
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
        for (String name : SecretTemplate.parse(template).names()) {
            String before = oldPrints.getOrDefault(name, "");
            String after = newPrints.getOrDefault(name, "");
            if (!before.equals(after)) {
                changes.add(new FieldChange(key, print(name, before), print(name, after), name));
            }
        }
    }

    private static String print(String name, String fingerprint) {
        return fingerprint.isEmpty()
                ? ""
                : ValueFingerprints.shown(name, fingerprint).substring(0, SHOWN_PRINT) + "…";
    }

    private static String shown(String key, @org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : SpecTexts.isText(key) ? QuotedText.of(text) : text;
    }
}

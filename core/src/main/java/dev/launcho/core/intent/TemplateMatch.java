package dev.launcho.core.intent;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.spec.SecretTemplate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A comparison of templates: may two processes be the same version once secrets are resolved? Pure; in doubt they may. */
final class TemplateMatch {
    private TemplateMatch() {}

    /** Returns whether no text of a version rules out that both are equal, whatever the secrets are. */
    static boolean mayBeEqual(ProcessSpec one, ProcessSpec other) {
        Map<String, String> first = SpecTexts.of(one);
        Map<String, String> second = SpecTexts.of(other);
        Set<String> keys = new HashSet<>(first.keySet());
        keys.addAll(second.keySet());
        return keys.stream()
                .filter(TemplateMatch::isOfVersion)
                .allMatch(key -> mayBeEqual(key, first.getOrDefault(key, ""), second.getOrDefault(key, ""))
                        && (!isNamed(key) || first.containsKey(key) && second.containsKey(key)));
    }

    private static boolean mayBeEqual(String key, String one, String other) {
        return one.equals(other) || SpecTexts.isTemplate(key) && (refers(one) || refers(other));
    }

    /** Returns whether a text needs new instances when it changes, as far as it may have secrets in it; see {@code VersionHash}. */
    private static boolean isOfVersion(String key) {
        return SpecTexts.isText(key) && !key.startsWith("health.");
    }

    /** Returns whether an absent text is another version than an empty one: a variable, or an item of a list. */
    private static boolean isNamed(String key) {
        return key.startsWith("env.") || key.endsWith("]") || key.startsWith("resources[");
    }

    /** Returns whether a text refers to secrets. */
    static boolean refers(String text) {
        return !SecretTemplate.parse(text).names().isEmpty();
    }
}

package dev.launcho.core.spec.key;

import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.ValueShape;
import dev.launcho.core.yaml.YamlValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words of a key, one for each constant of an enum. Immutable. */
public final class WordChoices<E extends Enum<E>> {
    private final Map<String, E> words = new LinkedHashMap<>();

    private WordChoices(E[] constants, char joint) {
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', joint), constant);
        }
    }

    /** Makes words like {@code on-failure}. */
    static <E extends Enum<E>> WordChoices<E> dashed(E[] constants) {
        return new WordChoices<>(constants, '-');
    }

    /** Makes words like {@code round_robin}. */
    static <E extends Enum<E>> WordChoices<E> underscored(E[] constants) {
        return new WordChoices<>(constants, '_');
    }

    /** Returns the shape for the schema. */
    ValueShape.Choice shape() {
        return new ValueShape.Choice(List.copyOf(words.keySet()));
    }

    public Optional<E> read(YamlValue value) {
        return value.text().flatMap(text -> {
            E chosen = words.get(text);
            if (chosen == null) {
                value.problem(
                        "expected " + oneOf(words.keySet()) + ", found " + QuotedText.of(text),
                        value.didYouMean(text, words.keySet()));
            }
            return Optional.ofNullable(chosen);
        });
    }

    /** Returns a text like {@code always, on-failure or never}. */
    private static String oneOf(Collection<String> choices) {
        String all = String.join(", ", choices);
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or" + all.substring(last + 1);
    }
}

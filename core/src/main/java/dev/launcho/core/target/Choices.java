package dev.launcho.core.target;

import dev.launcho.core.yaml.Quoted;
import dev.launcho.core.yaml.Shape;
import dev.launcho.core.yaml.YamlValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One of a few words, each for a constant. Immutable. */
final class Choices<E extends Enum<E>> {
    private final Map<String, E> words = new LinkedHashMap<>();

    private Choices(E[] constants, char joint) {
        for (E constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', joint), constant);
        }
    }

    /** {@code on-failure}. */
    static <E extends Enum<E>> Choices<E> dashed(E[] constants) {
        return new Choices<>(constants, '-');
    }

    /** {@code round_robin}. */
    static <E extends Enum<E>> Choices<E> underscored(E[] constants) {
        return new Choices<>(constants, '_');
    }

    /** For the schema. */
    Shape.Choice shape() {
        return new Shape.Choice(List.copyOf(words.keySet()));
    }

    Optional<E> read(YamlValue value) {
        return value.text().flatMap(text -> {
            E chosen = words.get(text);
            if (chosen == null) {
                value.problem(
                        "expected " + oneOf(words.keySet()) + ", found " + Quoted.of(text),
                        value.didYouMean(text, words.keySet()));
            }
            return Optional.ofNullable(chosen);
        });
    }

    /** {@code always, on-failure or never}. */
    private static String oneOf(Collection<String> choices) {
        String all = String.join(", ", choices);
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or" + all.substring(last + 1);
    }
}

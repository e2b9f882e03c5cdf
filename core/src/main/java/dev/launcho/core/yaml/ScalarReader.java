package dev.launcho.core.yaml;

import java.time.Duration;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single values. What is wrong with one is told through the {@link YamlValue} that it belongs to. */
final class ScalarReader {
    /** No leading zero: YAML 1.1 reads it as octal. */
    private static final String DECIMAL = "0|[1-9][0-9]{0,8}";

    private static final String DIGITS = "[0-9]{1,9}";

    private ScalarReader() {}

    static Optional<String> text(YamlValue value, Node node) {
        if (value.isNull()) {
            value.problem("has no value", "write one, or remove the key");
        } else if (!(node instanceof ScalarNode scalar)) {
            value.expected("a string");
        } else if (!fitsAProcess(scalar.getValue())) {
            value.problem("holds a character that no process can be given (NUL or half a surrogate pair)");
        } else {
            return Optional.of(scalar.getValue());
        }
        return Optional.empty();
    }

    private static boolean fitsAProcess(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }

    static Optional<Integer> integer(YamlValue value, Node node, int least, int most) {
        String what = "a whole number from " + least + " to " + most;
        if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.INT)) {
            boolean quoted = node instanceof ScalarNode text && text.getValue().matches(DIGITS);
            value.expected(what, quoted ? "write it without quotes" : "");
            return Optional.empty();
        }
        Optional<Integer> number = Optional.of(scalar.getValue())
                .filter(digits -> digits.matches(DECIMAL))
                .map(Integer::valueOf)
                .filter(found -> found >= least && found <= most);
        if (number.isEmpty()) {
            value.problem("expected " + what + ", found " + Quoted.bare(scalar.getValue()));
        }
        return number;
    }

    static Optional<Duration> duration(YamlValue value, Node node, Duration least, Duration most) {
        if (!(node instanceof ScalarNode scalar) || value.isNull() || value.isBoolean()) {
            value.expected("a duration like 10s");
            return Optional.empty();
        }
        String text = scalar.getValue();
        Optional<Duration> duration = Durations.parse(text);
        if (duration.isEmpty()) {
            boolean bare = text.matches(DIGITS);
            String hint = bare ? "write " + text + "s or " + text + "ms" : "write it like 250ms, 10s, 5m or 1m30s";
            value.problem(Quoted.of(text) + (bare ? " has no unit" : " is not a duration"), hint);
        } else if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
            String range = Durations.format(least) + " to " + Durations.format(most);
            value.problem(text + " is not in the range " + range);
            return Optional.empty();
        }
        return duration;
    }
}

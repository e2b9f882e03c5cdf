package dev.launcho.core.yaml;

import dev.launcho.core.text.ByteSize;
import dev.launcho.core.text.DurationFormat;
import dev.launcho.core.text.QuotedText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single values. Faults are reported through the {@link YamlValue} that a value belongs to. */
final class ScalarReader {
    /** No leading zero: YAML 1.1 reads it as octal. */
    private static final String DECIMAL = "0|[1-9][0-9]{0,8}";

    private static final String THREE_DECIMALS = "(0|[1-9][0-9]{0,5})(\\.[0-9]{1,3})?|\\.[0-9]{1,3}";

    private static final String DIGITS = "[0-9]{1,9}";

    private ScalarReader() {}

    static Optional<String> text(YamlValue value, Node node) {
        if (value.isNull()) {
            value.problem("has no value", "write one, or remove the key");
        } else if (!(node instanceof ScalarNode scalar)) {
            value.expected("a string");
        } else if (!YamlValue.fitsAProcess(scalar.getValue())) {
            value.problem("holds a character that no process can receive (NUL or half a surrogate pair)");
        } else {
            return Optional.of(scalar.getValue());
        }
        return Optional.empty();
    }

    static Optional<Integer> integer(YamlValue value, Node node, int least, int most) {
        String what = "a whole number from " + least + " to " + most;
        if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.INT)) {
            boolean quoted = node instanceof ScalarNode text && text.getValue().matches(DIGITS);
            value.expected(what, quoted ? "write it without quotes" : "");
            return Optional.empty();
        }
        Optional<Integer> number = Optional.of(scalar.getValue())
                .filter(digits -> digits.matches(DECIMAL) || least < 0 && digits.matches("-[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .filter(found -> found >= least && found <= most);
        if (number.isEmpty()) {
            value.problem("expected " + what + ", found " + QuotedText.bare(scalar.getValue()));
        }
        return number;
    }

    static Optional<Long> size(YamlValue value, Node node, long least, long most) {
        if (!(node instanceof ScalarNode scalar) || value.isNull() || value.isBoolean()) {
            value.expected("a size like 256M");
            return Optional.empty();
        }
        String text = scalar.getValue();
        Optional<Long> size = ByteSize.parse(text);
        if (size.isEmpty()) {
            value.problem(
                    QuotedText.of(text) + " is not a size",
                    "write a whole number with K, M, G or T (1000s) or Ki, Mi, Gi or Ti (1024s): 256M, 1Gi");
        } else if (size.get() < least || size.get() > most) {
            value.problem(text + " is not in the range " + ByteSize.format(least) + " to " + ByteSize.format(most));
            return Optional.empty();
        }
        return size;
    }

    static Optional<Integer> thousandths(YamlValue value, Node node, int least, int most) {
        String what = "a number from " + decimal(least) + " to " + decimal(most) + " with at most three decimals";
        boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        if (!(node instanceof ScalarNode scalar) || !number) {
            value.expected(what);
            return Optional.empty();
        }
        Optional<Integer> thousandths = Optional.of(scalar.getValue())
                .filter(digits -> digits.matches(THREE_DECIMALS))
                .map(digits -> new BigDecimal(digits).movePointRight(3).intValueExact())
                .filter(found -> found >= least && found <= most);
        if (thousandths.isEmpty()) {
            value.problem("expected " + what + ", found " + QuotedText.bare(scalar.getValue()));
        }
        return thousandths;
    }

    private static String decimal(int thousandths) {
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
    }

    static Optional<Duration> duration(YamlValue value, Node node, Duration least, Duration most) {
        if (!(node instanceof ScalarNode scalar) || value.isNull() || value.isBoolean()) {
            value.expected("a duration like 10s");
            return Optional.empty();
        }
        String text = scalar.getValue();
        Optional<Duration> duration = DurationFormat.parse(text);
        if (duration.isEmpty()) {
            boolean bare = text.matches(DIGITS);
            String hint = bare ? "write " + text + "s or " + text + "ms" : "write it like 250ms, 10s, 5m or 1m30s";
            value.problem(QuotedText.of(text) + (bare ? " has no unit" : " is not a duration"), hint);
        } else if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
            String range = DurationFormat.format(least) + " to " + DurationFormat.format(most);
            value.problem(text + " is not in the range " + range);
            return Optional.empty();
        }
        return duration;
    }
}

package dev.launcho.core.config;

import dev.launcho.core.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code loopback_ports}: {@code [20000, 30000]} as in the first Launcho, the end not included, or
 * {@code "20000-29999"}, both ends included.
 */
final class PortRangeReader {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})\\s*-\\s*([0-9]{1,5})");
    private static final String LIKE = "like [20000, 30000] or \"20000-29999\", within 1024 to 65535";

    private PortRangeReader() {}

    static Optional<PortRange> read(YamlValue value) {
        return value.isList() ? list(value) : text(value);
    }

    private static Optional<PortRange> list(YamlValue value) {
        List<YamlValue> items = value.items("two ports", LIKE).orElse(List.of());
        List<Integer> ports = items.stream()
                .flatMap(item -> item.integer(PortRange.LEAST, PortRange.MOST).stream())
                .toList();
        if (items.size() != 2) {
            value.problem("expected two ports, found " + items.size(), LIKE);
        } else if (ports.size() == 2) {
            return range(value, ports.get(0), ports.get(1));
        }
        return Optional.empty();
    }

    private static Optional<PortRange> text(YamlValue value) {
        if (value.isMapping() || value.isNull()) {
            value.items("two ports", LIKE);
            return Optional.empty();
        }
        return value.text().flatMap(text -> {
            Matcher range = TEXT.matcher(text);
            if (!range.matches()) {
                value.problem("is not a range of ports", LIKE);
                return Optional.empty();
            }
            return range(value, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)) + 1);
        });
    }

    private static Optional<PortRange> range(YamlValue value, int start, int end) {
        if (start < PortRange.LEAST || end > PortRange.MOST || start >= end) {
            value.problem("is not a range of ports", LIKE);
            return Optional.empty();
        }
        return Optional.of(new PortRange(start, end));
    }
}

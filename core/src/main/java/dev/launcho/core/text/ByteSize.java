package dev.launcho.core.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them, with the meaning that Kubernetes gives them: {@code 64M} is 64,000,000, {@code 64Mi} 64 * 2^20. */
public final class ByteSize {
    /** So few digits cannot overflow. */
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})|([0-9]{1,6})([KMGT]i?)");

    private static final Map<String, Long> UNITS = units();

    private ByteSize() {}

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        long decimal = 1;
        long binary = 1;
        units.put("", 1L);
        for (String prefix : new String[] {"K", "M", "G", "T"}) {
            decimal *= 1000;
            binary *= 1024;
            units.put(prefix, decimal);
            units.put(prefix + "i", binary);
        }
        return units;
    }

    /** Returns the size in bytes; empty if the text is no size. A number without a unit counts bytes. */
    public static Optional<Long> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String bytes = parts.group(1);
        return Optional.of(
                bytes != null
                        ? Long.parseLong(bytes)
                        : Long.parseLong(parts.group(2)) * UNITS.getOrDefault(parts.group(3), 1L));
    }

    /** Returns the shortest text that {@link #parse} reads back to the same size. */
    public static String format(long bytes) {
        String shortest = Long.toString(bytes);
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            String text = bytes / unit.getValue() + unit.getKey();
            if (bytes % unit.getValue() == 0 && bytes > 0 && text.length() < shortest.length()) {
                shortest = text;
            }
        }
        return shortest;
    }
}

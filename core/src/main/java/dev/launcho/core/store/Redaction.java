package dev.launcho.core.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts {@code ${NAME}} in the place of secrets' values, in texts that others have written and that are shown or kept: an answer of
 * a probe, the last lines of a log, why something could not be launched. Earlier values count too, up to a thousand. Short
 * ones are left: they would be found everywhere. Thread-safe.
 */
public final class Redaction {
    private static final int SHORTEST = 6;
    /** Of one line of a value that has several, like a key in PEM. */
    private static final int SHORTEST_LINE = 16;

    private static final int MOST = 1_000;

    /** Names by value, the longest first. */
    private volatile List<Map.Entry<String, String>> known = List.of();

    /** Adds to what is known. */
    synchronized void learn(Map<String, String> secrets) {
        Map<String, String> byValue = new LinkedHashMap<>();
        secrets.forEach((name, value) -> {
            // Ids of resources are no secret; users have to tell them apart.
            if (value.strip().length() >= SHORTEST && !Resources.isId(value)) {
                byValue.put(value.strip(), name);
                value.lines()
                        .map(String::strip)
                        .filter(line -> line.length() >= SHORTEST_LINE)
                        .forEach(line -> byValue.putIfAbsent(line, name));
            }
        });
        known.forEach(e -> byValue.putIfAbsent(e.getKey(), e.getValue()));
        List<Map.Entry<String, String>> all = new ArrayList<>(byValue.entrySet());
        all = new ArrayList<>(all.subList(0, Math.min(MOST, all.size())));
        all.sort(Comparator.comparingInt(e -> -e.getKey().length()));
        known = Collections.unmodifiableList(all);
    }

    public String of(String text) {
        String clean = text;
        for (Map.Entry<String, String> e : known) {
            if (clean.contains(e.getKey())) {
                clean = clean.replace(e.getKey(), "${" + e.getValue() + "}");
            }
        }
        return clean;
    }
}

package dev.launcho.core.spec;

import java.util.ArrayList;
import java.util.List;

/** One item of a list in a target's text, with a line that is under test. */
public final class Item {
    private Item() {}

    /** The item with what it needs, unless the line gives that. */
    public static String of(String line, String... needed) {
        List<String> lines = new ArrayList<>();
        for (String need : needed) {
            if (!line.startsWith(need.substring(0, need.indexOf(':') + 1))) {
                lines.add(need);
            }
        }
        lines.add(line);
        return "- " + String.join("\n  ", lines) + "\n";
    }
}

package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.Map;
import java.util.Set;

/** A writer of JSON values as YAML. */
public final class Yaml {
    private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_./-]*";
    /** Words that YAML 1.1 or 1.2 does not read as strings. */
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private Yaml() {}

    /** Returns the value as YAML, which ends with a line feed. */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder();
        if (isBlock(value)) {
            block(out, "", value);
        } else {
            out.append(scalar(value)).append('\n');
        }
        return out.toString();
    }

    private static boolean isBlock(Object value) {
        return value instanceof JsonObject o && !o.isEmpty() || value instanceof JsonArray a && !a.isEmpty();
    }

    private static void block(StringBuilder out, String indent, Object value) {
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, Object> entry : object.entrySet()) {
                out.append(indent).append(scalar(entry.getKey())).append(':');
                member(out, indent, entry.getValue());
            }
        } else {
            for (Object item : (JsonArray) value) {
                out.append(indent).append('-');
                if (isBlock(item)) {
                    int from = out.length();
                    block(out, indent + "  ", item);
                    // The first line of an item follows its dash.
                    out.replace(from, from + indent.length() + 2, " ");
                } else {
                    out.append(' ').append(scalar(item)).append('\n');
                }
            }
        }
    }

    private static void member(StringBuilder out, String indent, Object value) {
        if (isBlock(value)) {
            out.append('\n');
            block(out, indent + "  ", value);
        } else {
            out.append(' ').append(scalar(value)).append('\n');
        }
    }

    /** Returns a scalar. A string in double quotes reads the same in JSON and YAML. */
    private static String scalar(Object value) {
        if (value instanceof String text
                && text.matches(PLAIN)
                && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
            return text;
        }
        return JsonWriter.string(value);
    }
}

package dev.launcho.core.target;

import java.util.regex.Pattern;

/**
 * The first line by which an editor finds the schema: {@code # yaml-language-server: $schema=file:///...}. It is put before a
 * target that has none when that is shown; it is no part of what a target says.
 */
public final class Modeline {
    private static final Pattern LINE = Pattern.compile("(?m)^#\\s*yaml-language-server:\\s*\\$schema=");
    private static final Pattern FIRST = Pattern.compile("\\A#\\s*yaml-language-server:\\s*\\$schema=[^\\n]*\\n");

    /** What our file of the schema is called: where it lies differs from user to user. */
    public static final String FILE = "launcho-target.schema.json";

    private Modeline() {}

    /**
     * The text with a modeline; its own stays, wherever it stands, unless it is one that this made for somebody else.
     *
     * @param schema URL of a file called {@link #FILE}
     */
    public static String with(String text, String schema) {
        String line = "# yaml-language-server: $schema=" + schema + "\n";
        int end = text.indexOf('\n') + 1;
        if (FIRST.matcher(text).find() && text.substring(0, end).strip().endsWith("/" + FILE)) {
            return line + text.substring(end);
        }
        return LINE.matcher(text).find() ? text : line + text;
    }

    /** Whether two texts are the same but for a modeline on the first line. */
    public static boolean sameBut(String a, String b) {
        return a.equals(b) || without(a).equals(without(b));
    }

    /** The text after a modeline on its first line. */
    public static String without(String text) {
        return FIRST.matcher(text).replaceFirst("");
    }
}

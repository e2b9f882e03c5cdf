package dev.launcho.core.spec.key;

import java.util.regex.Pattern;

/**
 * The first line by which an editor finds the schema: {@code # yaml-language-server: $schema=file:///...}. A target
 * without such a line is shown with one; the line is no part of the target.
 */
public final class EditorModeline {
    private static final Pattern LINE = Pattern.compile("(?m)^#\\s*yaml-language-server:\\s*\\$schema=");
    private static final Pattern FIRST = Pattern.compile("\\A#\\s*yaml-language-server:\\s*\\$schema=[^\\n]*\\n");

    /** The name of our schema file; its folder differs from user to user. */
    public static final String FILE = "launcho-target.schema.json";

    private EditorModeline() {}

    /**
     * Returns the text with a modeline. Its own stays, wherever it stands, unless this method made it for another user.
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

    /** Returns whether two texts are the same except for a modeline on the first line. */
    public static boolean sameBut(String a, String b) {
        return a.equals(b) || without(a).equals(without(b));
    }

    /** Returns the text after a modeline on its first line. */
    public static String without(String text) {
        return FIRST.matcher(text).replaceFirst("");
    }
}

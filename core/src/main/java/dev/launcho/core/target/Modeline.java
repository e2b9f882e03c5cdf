package dev.launcho.core.target;

import java.util.regex.Pattern;

/**
 * The first line by which an editor finds the schema: {@code # yaml-language-server: $schema=file:///...}. It is put before a
 * target that has none when that is shown; it is no part of what a target says.
 */
public final class Modeline {
    private static final Pattern LINE = Pattern.compile("(?m)^#\\s*yaml-language-server:\\s*\\$schema=");
    private static final Pattern FIRST = Pattern.compile("\\A#\\s*yaml-language-server:\\s*\\$schema=[^\\n]*\\n");

    private Modeline() {}

    /** The text with a modeline; its own stays, wherever it stands. @param schema a URL or a path */
    public static String with(String text, String schema) {
        return LINE.matcher(text).find() ? text : "# yaml-language-server: $schema=" + schema + "\n" + text;
    }

    /** Whether two texts are the same but for a modeline on the first line. */
    public static boolean sameBut(String a, String b) {
        return a.equals(b) || without(a).equals(without(b));
    }

    private static String without(String text) {
        return FIRST.matcher(text).replaceFirst("");
    }
}

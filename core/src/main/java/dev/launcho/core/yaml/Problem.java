package dev.launcho.core.yaml;

import dev.launcho.core.text.QuotedText;
import java.util.Comparator;

/**
 * A fault (or a notice) at one place of a file.
 *
 * @param file as the user named it
 * @param line line, from 1
 * @param column column, from 1, in code points
 * @param key the path from the top of the file to the key, also to a missing one: {@code processes[0].env.PORT}; empty
 *     where there is none
 * @param message one line that starts with its subject: {@code process "web": unknown key "recieves"}; control
 *     characters within it are shown as {@code ?}
 * @param hint what to do about it, one line; empty if there is nothing to add
 * @param length how many code points from {@code column} on are marked, at least 1
 */
public record Problem(String file, int line, int column, String key, String message, String hint, int length)
        implements Comparable<Problem> {

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    public Problem {
        line = Math.max(1, line);
        column = Math.max(1, column);
        length = Math.max(1, length);
        message = QuotedText.clean(message);
        hint = QuotedText.clean(hint);
    }

    /** Makes a problem that belongs to no key. */
    public Problem(String file, int line, int column, String message, String hint, int length) {
        this(file, line, column, "", message, hint, length);
    }

    public Problem withHint(String other) {
        return new Problem(file, line, column, key, message, other, length);
    }

    /** Compares by line, then column; not consistent with equals. */
    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }

    /** Returns one line: {@code target.yaml:9:5: process "web": unknown key "recieves" (did you mean "receives"?)}. */
    @Override
    public String toString() {
        return place() + ": " + message + (hint.isEmpty() ? "" : " (" + hint + ")");
    }

    /**
     * The message, the source line and a caret with the hint; lines are separated by {@code \n}, none follows the last:
     *
     * <pre>
     * target.yaml:9:5: process "web": unknown key "recieves"
     *    9 |     recieves: ["http"]
     *      |     ^^^^^^^^ did you mean "receives"?
     * </pre>
     *
     * @param source the text that was read; where it has no such line, the result is {@link #toString()}
     */
    public String render(String source) {
        return SourceExcerpt.of(this, source)
                .map(excerpt -> place() + ": " + message + "\n" + excerpt)
                .orElse(toString());
    }

    private String place() {
        return file + ":" + line + ":" + column;
    }
}

package dev.launcho.core.yaml;

import java.util.Comparator;

/**
 * One thing that is wrong (or worth a notice) at one place of a file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1, in code points
 * @param message one line that starts with its subject: {@code process "web": unknown key "recieves"}
 * @param hint what to do about it, one line; empty if there is nothing to add
 * @param length how many code points from {@code column} on are meant, at least 1
 */
public record Problem(String file, int line, int column, String message, String hint, int length)
        implements Comparable<Problem> {

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    public Problem {
        line = Math.max(1, line);
        column = Math.max(1, column);
        length = Math.max(1, length);
    }

    /** By line, then column; not consistent with equals. */
    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }

    /** {@code target.yaml:9:5: process "web": unknown key "recieves" (did you mean "receives"?)}, one line. */
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
        return Excerpt.of(this, source)
                .map(excerpt -> place() + ": " + message + "\n" + excerpt)
                .orElse(toString());
    }

    private String place() {
        return file + ":" + line + ":" + column;
    }
}

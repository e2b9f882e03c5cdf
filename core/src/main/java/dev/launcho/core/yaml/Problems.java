package dev.launcho.core.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the problems of one file, so that all are told at once. For one thread.
 *
 * <p>Keeps at most {@value #MOST}; the list then ends with a line that tells how many more there are.
 */
public final class Problems {
    /** More than anyone reads; a bound for hostile files. */
    public static final int MOST = 1000;

    private final String file;
    private final Set<Problem> all = new LinkedHashSet<>();
    private int untold;

    /** @param file as the user named it */
    public Problems(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }

    /** The same problem at the same place (an alias used twice) counts once. Parameters as in {@link Problem}. */
    public void add(int line, int column, int length, String message, String hint) {
        Problem problem = new Problem(file, line, column, message, hint, length);
        if (all.size() < MOST) {
            all.add(problem);
        } else if (!all.contains(problem)) {
            untold++;
        }
    }

    /** Whether no more will be told, so that nobody need think about hints. */
    boolean isFull() {
        return all.size() >= MOST;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** A copy, by line and column. */
    public List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        if (untold > 0) {
            Problem last = sorted.get(sorted.size() - 1);
            sorted.add(new Problem(file, last.line(), last.column(), "and " + untold + " more problems", "", 1));
        }
        return List.copyOf(sorted);
    }
}

package dev.launcho.core.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the problems of one file, so that all are reported at once. One thread.
 *
 * <p>Keeps at most {@value #MOST}; the list then ends with a line that says how many more there are.
 */
public final class Problems {
    /** More than anyone reads; a bound for hostile files. */
    public static final int MOST = 1000;

    private final String file;
    /** Problems by what makes two of them equal: all but the key, since an alias has several. */
    private final Map<Problem, Problem> all = new LinkedHashMap<>();

    private int untold;

    /** @param file as the user named it */
    public Problems(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }

    /** Adds a problem that belongs to no key. */
    public void add(int line, int column, int length, String message, String hint) {
        add(line, column, length, "", message, hint);
    }

    /** The same problem at the same place (an alias used twice) counts once. Parameters as in {@link Problem}. */
    public void add(int line, int column, int length, String key, String message, String hint) {
        Problem same = new Problem(file, line, column, message, hint, length);
        if (all.size() < MOST) {
            all.putIfAbsent(same, new Problem(file, line, column, key, message, hint, length));
        } else if (!all.containsKey(same)) {
            untold++;
        }
    }

    /** Returns whether no more problems are kept, so that hints need not be worked out. */
    boolean isFull() {
        return all.size() >= MOST;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns a copy, sorted by line and column. */
    public List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(all.values());
        Collections.sort(sorted);
        if (untold > 0) {
            Problem last = sorted.get(sorted.size() - 1);
            sorted.add(new Problem(file, last.line(), last.column(), "and " + untold + " more problems", "", 1));
        }
        return List.copyOf(sorted);
    }
}

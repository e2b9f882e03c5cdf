package dev.launcho.core.logs;

import java.util.ArrayList;
import java.util.List;

/** Collapses equal lines that a program writes in a row. Pure. */
public final class LineCollapser {
    private LineCollapser() {}

    /** Returns the last {@code most} lines, where a repeated line counts once: {@code connection refused ×12}. */
    public static List<String> last(List<String> lines, int most) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            int end = i + 1;
            while (end < lines.size() && lines.get(end).equals(line)) {
                end++;
            }
            told.add(end - i == 1 ? line : line + " ×" + (end - i));
            i = end;
        }
        return List.copyOf(told.subList(Math.max(0, told.size() - most), told.size()));
    }
}

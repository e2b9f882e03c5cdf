package dev.launcho.cli.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A unified diff of two texts, with three lines around each difference. It finds the longest common subsequence of the
 * lines between the common beginning and the common end of the texts. If these lines are too many for that, it shows
 * them as one replacement.
 */
public final class LineDiff {
    private static final int AROUND = 3;
    private static final int MOST_CELLS = 4_000_000;

    private final List<String> edits = new ArrayList<>();

    private LineDiff() {}

    /** Returns lines without line ends; empty if the texts are equal. */
    public static List<String> of(String old, String now) {
        if (old.equals(now)) {
            return List.of();
        }
        LineDiff diff = new LineDiff();
        diff.compare(old.split("\n", -1), now.split("\n", -1));
        return diff.hunks();
    }

    private void compare(String[] a, String[] b) {
        int start = 0;
        while (start < a.length && start < b.length && a[start].equals(b[start])) {
            start++;
        }
        int endA = a.length;
        int endB = b.length;
        while (endA > start && endB > start && a[endA - 1].equals(b[endB - 1])) {
            endA--;
            endB--;
        }
        add(" ", a, 0, start);
        if ((long) (endA - start + 1) * (endB - start + 1) > MOST_CELLS) {
            add("-", a, start, endA);
            add("+", b, start, endB);
        } else {
            middle(a, b, start, endA, endB);
        }
        add(" ", a, endA, a.length);
    }

    private void middle(String[] a, String[] b, int start, int endA, int endB) {
        int[][] longest = new int[endA - start + 1][endB - start + 1];
        for (int i = endA - 1; i >= start; i--) {
            for (int j = endB - 1; j >= start; j--) {
                longest[i - start][j - start] = a[i].equals(b[j])
                        ? longest[i - start + 1][j - start + 1] + 1
                        : Math.max(longest[i - start + 1][j - start], longest[i - start][j - start + 1]);
            }
        }
        int i = start;
        int j = start;
        while (i < endA || j < endB) {
            if (i < endA && j < endB && a[i].equals(b[j])) {
                edits.add(" " + a[i++]);
                j++;
            } else if (j == endB
                    || i < endA && longest[i - start + 1][j - start] >= longest[i - start][j - start + 1]) {
                edits.add("-" + a[i++]);
            } else {
                edits.add("+" + b[j++]);
            }
        }
    }

    private void add(String sign, String[] lines, int from, int to) {
        for (int i = from; i < to; i++) {
            edits.add(sign + lines[i]);
        }
    }

    /** Returns the edits without the unchanged lines far from any difference. */
    private List<String> hunks() {
        List<String> shown = new ArrayList<>();
        int line = 1;
        boolean gap = true;
        for (int i = 0; i < edits.size(); i++) {
            if (near(i)) {
                if (gap) {
                    shown.add("@@ line " + line + " @@");
                }
                shown.add(edits.get(i));
                gap = false;
            } else {
                gap = true;
            }
            line += edits.get(i).startsWith("+") ? 0 : 1;
        }
        return shown;
    }

    private boolean near(int index) {
        int last = Math.min(edits.size() - 1, index + AROUND);
        for (int i = Math.max(0, index - AROUND); i <= last; i++) {
            if (!edits.get(i).startsWith(" ")) {
                return true;
            }
        }
        return false;
    }
}

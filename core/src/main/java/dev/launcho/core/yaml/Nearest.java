package dev.launcho.core.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what someone meant to type. */
final class Nearest {
    /** Edits that still look like a slip. */
    private static final int MOST_EDITS = 2;

    private static final int LONGEST = 100;

    /** Known words that are looked at; a bound for hostile files. */
    private static final int MOST_KNOWN = 300;

    private Nearest() {}

    /** The known word within two edits of {@code typed}, fewer than the word has letters; the nearest of several. */
    static Optional<String> to(String typed, Collection<String> known) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(word -> Math.abs(word.length() - typed.length()) <= MOST_EDITS)
                .limit(MOST_KNOWN)
                .filter(word -> edits(typed, word) <= Math.min(MOST_EDITS, word.length() - 1))
                .min(Comparator.comparingInt(word -> edits(typed, word)));
    }

    /** {@code did you mean "receives"?}, or nothing. */
    static String hint(String typed, Collection<String> known) {
        return to(typed, known)
                .map(word -> "did you mean " + Quoted.of(word) + "?")
                .orElse("");
    }

    /** Damerau-Levenshtein distance (optimal string alignment), upper and lower case alike. */
    static int edits(String typed, String word) {
        String a = typed.toLowerCase(Locale.ROOT);
        String b = word.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}

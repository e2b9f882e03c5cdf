package dev.launcho.core.text;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a user meant to type. */
public final class NearestWord {
    /** Most edits that still look like a slip. */
    private static final int MOST_EDITS = 2;

    /** A longer word is no name. */
    private static final int LONGEST = 100;

    /** Most known words that are compared; a bound for hostile files. */
    private static final int MOST_KNOWN = 300;

    private NearestWord() {}

    /** Returns the nearest known word within two edits of {@code typed}; the edits must be fewer than the letters of the word. */
    public static Optional<String> to(String typed, Collection<String> known) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        String nearest = "";
        int fewest = MOST_EDITS + 1;
        for (String word : known.stream().limit(MOST_KNOWN).toList()) {
            int edits = edits(typed, word);
            if (edits < Math.min(fewest, word.length())) {
                fewest = edits;
                nearest = word;
            }
        }
        return fewest > MOST_EDITS ? Optional.empty() : Optional.of(nearest);
    }

    /** Returns {@code did you mean "receives"?}, or an empty text. */
    public static String hint(String typed, Collection<String> known) {
        return to(typed, known)
                .map(word -> "did you mean " + QuotedText.of(word) + "?")
                .orElse("");
    }

    /**
     * Returns the Damerau-Levenshtein distance (optimal string alignment), ignoring case; any number above
     * {@value #MOST_EDITS} means "more than that". Only the cells near the diagonal can lead to fewer.
     */
    static int edits(String typed, String word) {
        if (Math.abs(typed.length() - word.length()) > MOST_EDITS) {
            return MOST_EDITS + 1;
        }
        String a = typed.toLowerCase(Locale.ROOT);
        String b = word.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            Arrays.fill(d[i], MOST_EDITS + 1);
            int last = Math.min(b.length(), i + MOST_EDITS);
            for (int j = Math.max(0, i - MOST_EDITS); j <= last; j++) {
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

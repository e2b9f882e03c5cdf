package dev.launcho.core.logs;

/** Makes program output fit to be shown between other text: a log must not control a user's terminal. */
final class PlainText {
    private static final int LONGEST = 500;

    /** C0 and C1 (one of them begins sequences as ESC [ does), other line ends, and characters that reorder the text around them. */
    private static final String UNFIT = "[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]";

    private PlainText() {}

    /** Returns the line without control characters, cut where it is long; its indentation stays. */
    static String text(String line) {
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return cut.replaceAll("(\\e\\[|\\x9B)[0-9;?]*[ -/]*[@-~]", "")
                .replaceAll(UNFIT, " ")
                .stripTrailing();
    }
}

package dev.launcho.core.logs;

/** What programs wrote, as it may be shown between other text: a log must not drive a user's terminal. */
final class Plain {
    private static final int LONGEST = 500;

    /** C0 and C1 (of which one begins sequences as ESC [ does), other line ends, and what reorders the text around it. */
    private static final String UNFIT = "[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]";

    private Plain() {}

    /** On one line, without control characters, cut where it is long; how far it is indented stays. */
    static String text(String line) {
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return cut.replaceAll("(\\e\\[|\\x9B)[0-9;?]*[ -/]*[@-~]", "")
                .replaceAll(UNFIT, " ")
                .stripTrailing();
    }
}

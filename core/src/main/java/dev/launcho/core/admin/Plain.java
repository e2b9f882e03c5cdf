package dev.launcho.core.admin;

/** What programs wrote, as it may be shown between other text: a log must not drive a user's terminal. */
final class Plain {
    private static final int LONGEST = 500;

    private Plain() {}

    /** On one line, without control characters, cut where it is long. */
    static String text(String line) {
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return cut.replaceAll("\\e\\[[0-9;?]*[ -/]*[@-~]", "")
                .replaceAll("\\p{Cntrl}", " ")
                .strip();
    }
}

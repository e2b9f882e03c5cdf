package dev.launcho.core.text;

/** Shows a user's text inside a message: in quotes, on one line, bounded, without control characters. */
public final class QuotedText {
    /** Most code points of a text that are shown. */
    private static final int SHOWN = 60;

    /** Persian and Indic words have it, as the joiner, of which emoji are made, too. */
    private static final int NON_JOINER = 0x200C;

    private static final int JOINER = 0x200D;

    private QuotedText() {}

    public static String of(String text) {
        return "\"" + bare(text) + "\"";
    }

    /** Returns the text as {@link #of} does, without the quotes. */
    public static String bare(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> append(shown, c));
        return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "…" : "")
                .toString();
    }

    /** Returns a sentence on one line, without control characters, but not shortened; for one with texts of others in it. */
    public static String clean(String sentence) {
        StringBuilder shown = new StringBuilder();
        sentence.codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    /** Returns a text as {@link #clean} does, but its tabs and line ends stay, CR LF as LF. */
    public static String cleanText(String text) {
        StringBuilder shown = new StringBuilder();
        text.replace("\r\n", "\n")
                .codePoints()
                .forEach(c -> shown.appendCodePoint(c != '\n' && c != '\t' && unprintable(c) ? '?' : c));
        return shown.toString();
    }

    /** Returns whether this is a control character, an unpaired surrogate, or a mark that reorders the text around it. */
    public static boolean unprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> c != NON_JOINER && c != JOINER;
            default -> false;
        };
    }

    private static void append(StringBuilder shown, int c) {
        if (c == '\n') {
            shown.append("\\n");
        } else {
            shown.appendCodePoint(unprintable(c) ? '?' : c);
        }
    }
}

package dev.launcho.core.yaml;

/** Shows a user's text inside a message: in quotes, on one line, bounded, without control characters. */
public final class Quoted {
    /** Code points of a text that are shown. */
    private static final int SHOWN = 60;

    private Quoted() {}

    public static String of(String text) {
        return "\"" + bare(text) + "\"";
    }

    /** As {@link #of}, without the quotes. */
    static String bare(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> append(shown, c));
        return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "…" : "")
                .toString();
    }

    /** Control characters, unpaired surrogates, and marks that reorder what stands around them. */
    static boolean unprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
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

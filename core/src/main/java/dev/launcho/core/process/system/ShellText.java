package dev.launcho.core.process.system;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quotes texts as words of a POSIX shell. */
public final class ShellText {
    private ShellText() {}

    /** Returns the text as one word; it may hold any character but NUL. */
    public static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    public static String quote(Collection<String> texts) {
        return texts.stream().map(ShellText::quote).collect(Collectors.joining(" "));
    }
}

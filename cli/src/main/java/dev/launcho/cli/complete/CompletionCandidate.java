package dev.launcho.cli.complete;

import dev.launcho.core.text.QuotedText;

/**
 * A completion of a word.
 *
 * @param value {@link #FILES} asks the shell for its own completion of files
 * @param description may be empty
 */
public record CompletionCandidate(String value, String description) {
    public static final String FILES = ":files";

    /** Returns the line for the shells' scripts; control characters would break their lines. */
    public String line() {
        String clean = QuotedText.clean(description.replaceAll("\\p{Cntrl}", " "));
        String word = QuotedText.clean(value);
        return clean.isEmpty() ? word : word + "\t" + clean;
    }
}

package dev.launcho.cli.command;

/**
 * What a word may become.
 *
 * @param value {@link #FILES} asks the shell for its own completion of files
 * @param description may be empty
 */
record Candidate(String value, String description) {
    static final String FILES = ":files";

    /** For the shells' scripts; control characters would break their lines. */
    String line() {
        String clean = description.replaceAll("\\p{Cntrl}", " ");
        return clean.isEmpty() ? value : value + "\t" + clean;
    }
}

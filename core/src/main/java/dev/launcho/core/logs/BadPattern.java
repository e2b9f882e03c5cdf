package dev.launcho.core.logs;

/** What was given to be searched for is not a regular expression. */
public final class BadPattern extends Exception {
    private static final long serialVersionUID = 1L;

    BadPattern(String message) {
        super(message);
    }
}

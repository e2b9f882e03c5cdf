package dev.launcho.core.logs;

/** Thrown for a search pattern that is not a regular expression. */
public final class BadPattern extends Exception {
    private static final long serialVersionUID = 1L;

    BadPattern(String message) {
        super(message);
    }
}

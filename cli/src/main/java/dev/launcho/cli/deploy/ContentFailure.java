package dev.launcho.cli.deploy;

import java.io.IOException;

/** The failure to read a file that is packed. Its message names the file, for a person. */
public final class ContentFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private final String advice;

    ContentFailure(String message, String advice, IOException cause) {
        super(message, cause);
        this.advice = advice;
    }

    /** Returns what the user can do. */
    public String advice() {
        return advice;
    }
}

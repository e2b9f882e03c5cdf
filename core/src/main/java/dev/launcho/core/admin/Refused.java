package dev.launcho.core.admin;

import java.util.List;

/** A request that can't be carried out, told in lines that a user can act on. */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final Code code;
    private final transient List<String> lines;

    public Refused(Code code, List<String> lines) {
        super(String.join("\n", lines));
        this.code = code;
        this.lines = List.copyOf(lines);
    }

    public Refused(Code code, String line) {
        this(code, List.of(line));
    }

    public Code code() {
        return code;
    }

    /** At least one; the first says what failed. */
    public List<String> lines() {
        return lines;
    }

    /** Why; each has an HTTP status and an exit code of its own. */
    public enum Code {
        /** The target or a value in it is not valid: 422, exit 3. */
        INVALID,
        /** There is no such thing: 404, exit 4. */
        NOT_FOUND,
        /** It is in use, or somebody else changed it: 409, exit 5. */
        CONFLICT,
        /** The server could not do it (disk full, say): 500, exit 1. */
        FAILED
    }
}

package dev.launcho.core.intent;

import dev.launcho.core.yaml.Problem;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A request that can't be carried out, with lines that a user can act on. */
public final class RequestRefused extends IOException {
    private static final long serialVersionUID = 1L;
    private final Code code;
    private final transient List<String> lines;
    private final transient List<Problem> problems;

    public RequestRefused(Code code, List<String> lines) {
        this(code, lines, List.of());
    }

    private RequestRefused(Code code, List<String> lines, List<Problem> problems) {
        super(String.join("\n", lines));
        this.code = code;
        this.lines = List.copyOf(lines);
        this.problems = List.copyOf(problems);
    }

    /**
     * Returns the refusal of an invalid target.
     *
     * @param problems at least one; a line each
     */
    public static RequestRefused invalid(List<Problem> problems) {
        return new RequestRefused(
                Code.INVALID, problems.stream().map(Problem::toString).toList(), problems);
    }

    /** @param more further lines */
    public RequestRefused(Code code, String first, String... more) {
        this(code, Stream.concat(Stream.of(first), Stream.of(more)).toList());
    }

    public Code code() {
        return code;
    }

    /** Returns at least one line; the first says what failed. */
    public List<String> lines() {
        return lines;
    }

    /** Returns the problems of a target, in the order of its lines; empty if the request was refused for another reason. */
    public List<Problem> problems() {
        return problems;
    }

    /** The reasons for a refusal, each with an HTTP status and an exit code. */
    public enum Code {
        /** The target or a value in it is not valid: 422, exit 3. */
        INVALID,
        /** The named object does not exist: 404, exit 4. */
        NOT_FOUND,
        /** The object is in use, or another user has changed it: 409, exit 5. */
        CONFLICT,
        /** The server failed (for example, the disk is full), and nothing was changed: 500, exit 1. */
        FAILED,
        /** The server did not begin the request in time; nothing was changed, nor will be: 503, exit 1. */
        BUSY,
        /** The server began the change and did not end it in time; it may still be made: 504, exit 9. */
        UNKNOWN_OUTCOME
    }
}

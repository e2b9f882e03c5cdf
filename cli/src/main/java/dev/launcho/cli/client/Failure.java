package dev.launcho.cli.client;

import dev.launcho.core.yaml.Problem;
import java.util.List;

/** The failure of a command: an exit code, and lines for the user. The first line says what failed; details and the next step follow. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;
    private final ExitCode exit;
    private final transient List<String> lines;
    private final transient List<Problem> problems;
    private final boolean busy;

    public Failure(ExitCode exit, List<String> lines) {
        this(exit, lines, List.of());
    }

    public Failure(ExitCode exit, String... lines) {
        this(exit, List.of(lines));
    }

    /** @param problems the problems of a file, for programs; the lines state them too */
    public Failure(ExitCode exit, List<String> lines, List<Problem> problems) {
        this(exit, lines, problems, false);
    }

    private Failure(ExitCode exit, List<String> lines, List<Problem> problems, boolean busy) {
        super(String.join("\n", lines), null, false, false);
        this.exit = exit;
        this.lines = List.copyOf(lines);
        this.problems = List.copyOf(problems);
        this.busy = busy;
    }

    /** Returns the failure of a request that the server had no place for. */
    static Failure busy(List<String> lines) {
        return new Failure(ExitCode.FAILED, lines, List.of(), true);
    }

    public ExitCode exit() {
        return exit;
    }

    /** Returns whether the same request may well succeed later: the server is not reachable now, or has no place for it. */
    public boolean isPassing() {
        return busy || exit == ExitCode.UNREACHABLE;
    }

    public List<String> lines() {
        return lines;
    }

    /** Returns the problems of a file; empty if something else failed. */
    public List<Problem> problems() {
        return problems;
    }
}

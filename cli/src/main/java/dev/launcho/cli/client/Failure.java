package dev.launcho.cli.client;

import java.util.List;

/** Ends a command, with an exit code and lines for the user: what failed first, then details and the next step. */
public final class Failure extends Exception {
    private static final long serialVersionUID = 1L;
    private final ExitCode exit;
    private final transient List<String> lines;

    public Failure(ExitCode exit, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.exit = exit;
        this.lines = List.copyOf(lines);
    }

    public Failure(ExitCode exit, String... lines) {
        this(exit, List.of(lines));
    }

    public ExitCode exit() {
        return exit;
    }

    public List<String> lines() {
        return lines;
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho complete}: what the scripts of {@link CompletionCommand} ask. Whatever goes wrong, it prints nothing. */
@Command(
        name = "complete",
        hidden = true,
        description = "Print what the last word may become: value, tab, description. For shells.",
        footer = {"", "Example:", "  launcho complete -- secret get DATA"})
final class CompleteCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description = "What was typed after \"launcho\"; the last word is the one to complete.")
    private List<String> words = List.of();

    CompleteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        for (Candidate candidate : new Candidates(session, words).list()) {
            session.console().out().println(candidate.line());
        }
        return ExitCode.OK.number();
    }
}

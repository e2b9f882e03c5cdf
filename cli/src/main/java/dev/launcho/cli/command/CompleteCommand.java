package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.line.CommandContext;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho complete}: prints completions for the scripts of {@link CompletionCommand}; if it fails, it prints nothing. */
@Command(
        name = "complete",
        hidden = true,
        description = "Print completions of the last word, for shells: value, tab, description.",
        footer = {"", "Example:", "  launcho complete -- secret get DATA"})
final class CompleteCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description = "What was typed after \"launcho\"; the last word is the one to complete.")
    private List<String> words = List.of();

    CompleteCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        for (CompletionCandidate candidate : new CompletionCandidates(session, words).list()) {
            session.console().out().println(candidate.line());
        }
        return ExitCode.OK.number();
    }
}

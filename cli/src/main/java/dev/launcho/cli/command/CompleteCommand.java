package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.command.CommandTree.Node;
import dev.launcho.cli.complete.CompletionCandidate;
import dev.launcho.cli.complete.CompletionCandidates;
import dev.launcho.cli.line.CommandContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
        for (CompletionCandidate candidate : new CompletionCandidates(session, typed()).list()) {
            session.console().out().println(candidate.line());
        }
        return ExitCode.OK.number();
    }

    private CompletionCandidates.Typed typed() {
        List<Node> path = CommandTree.path(CompletionCandidates.Typed.complete(words));
        Node node = path.get(path.size() - 1);
        return new CompletionCandidates.Typed(
                words, path.size() - 1, spec(node.type()), spec(LaunchoCommand.class), subcommands(path, node));
    }

    private CommandSpec spec(Class<?> type) {
        return new CommandLine(type, CommandRunner.factory(session)).getCommandSpec();
    }

    /** Returns the subcommands that help shows. */
    private static List<CompletionCandidate> subcommands(List<Node> path, Node node) {
        if (node.children().isEmpty()) {
            return List.of();
        }
        Map<String, CachedHelp.Chapter> book = CachedHelp.read();
        String words = CachedHelp.words(path);
        return node.children().stream()
                .map(Node::name)
                .filter(name -> book.containsKey(words + " " + name))
                .map(name -> new CompletionCandidate(
                        name, book.get(words + " " + name).summary()))
                .toList();
    }
}

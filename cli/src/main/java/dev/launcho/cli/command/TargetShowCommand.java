package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.store.Revision;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code launcho target show}: prints the text on standard output, and its author, outcome and receipt on standard error. */
@Command(
        name = "show",
        description = "Print the target of a revision, with its author, outcome, and receipt.",
        footer = {"", "Example:", "  launcho target show 41 > target-41.yaml"})
final class TargetShowCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "REV", description = "A revision, as \"history\" lists them.")
    private long number;

    @Mixin
    private OutputFormat format = new OutputFormat();

    TargetShowCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        RevisionText revision = session.client().revision(number);
        format.print(
                console,
                revision,
                List.of(Long.toString(number)),
                () -> print(console, revision.revision(), revision.text()));
        return ExitCode.OK.number();
    }

    private static void print(Console console, RevisionView revision, String text) {
        Revision.Head r = revision.head();
        String when = r.at().truncatedTo(ChronoUnit.SECONDS).toString();
        console.note("revision " + r.number() + (revision.current() ? ", current" : "") + ": " + when + " by " + r.by()
                + " at " + r.from());
        if (!r.change().isEmpty()) {
            console.note("  " + r.change());
        }
        if (!r.message().isEmpty()) {
            console.note("  " + r.message());
        }
        console.note("  " + ending(r.end()));
        r.end().causes().forEach(cause -> console.note("    " + cause));
        r.secrets().forEach((name, print) -> console.note("  secret " + name + " " + print + "…"));
        r.resources().forEach(id -> console.note("  resource " + id));
        console.data(text);
    }

    /** Returns the outcome and its summary; the summary of a superseded revision says it already. */
    private static String ending(Revision.End end) {
        String word = TargetHistoryCommand.word(end.outcome());
        if (end.summary().isEmpty()) {
            return word;
        }
        return end.outcome() == RolloutOutcome.SUPERSEDED ? end.summary() : word + ": " + end.summary();
    }
}

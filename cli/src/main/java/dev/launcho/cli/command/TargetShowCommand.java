package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.protocol.RevisionJson;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code launcho target show}: the text on standard output, what is known of it on standard error. */
@Command(
        name = "show",
        description = "Print the target of a revision, with its author, outcome, and receipt.",
        footer = {"", "Example:", "  launcho target show 41 > target-41.yaml"})
final class TargetShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "REV", description = "A revision, as \"history\" lists them.")
    private long number;

    @Mixin
    private Format format = new Format();

    TargetShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        RevisionText revision = session.client().revision(number);
        format.print(
                console,
                RevisionJson.write(revision),
                List.of(Long.toString(number)),
                () -> print(console, revision.revision(), revision.text()));
        return ExitCode.OK.number();
    }

    private static void print(Console console, RevisionView r, String text) {
        PrintStream err = console.err();
        String when = r.at().truncatedTo(ChronoUnit.SECONDS).toString();
        err.println("revision " + r.revision() + (r.current() ? ", current" : "") + ": " + when + " by " + r.by()
                + " at " + r.from());
        if (!r.change().isEmpty()) {
            err.println("  " + r.change());
        }
        if (!r.message().isEmpty()) {
            err.println("  " + r.message());
        }
        String word = TargetHistoryCommand.word(r.outcome());
        err.println(
                "  " + (r.summary().startsWith(word) ? "" : word + (r.summary().isEmpty() ? "" : ": ")) + r.summary());
        r.causes().forEach(cause -> err.println("    " + cause));
        r.secrets().forEach((name, print) -> err.println("  secret " + name + " " + print + "…"));
        r.resources().forEach(id -> err.println("  resource " + id));
        console.out().print(text);
        console.out().flush();
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.render.AgeFormat;
import dev.launcho.cli.render.AnsiStyle;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.TextTable;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.store.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho target history}, {@code launcho history}. */
@Command(
        name = "history",
        description = "List the last 50 targets, newest first: author, time, reason and outcome.",
        footer = {"", "Example:", "  launcho history"})
final class TargetHistoryCommand implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private OutputFormat format = new OutputFormat();

    TargetHistoryCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<RevisionView> revisions = session.client().history();
        format.print(
                console,
                revisions,
                revisions.stream().map(r -> Long.toString(r.number())).toList(),
                () -> table(revisions)
                        .render(console.width(), console.paint(Console.Stream.OUT))
                        .forEach(console.out()::println));
        return ExitCode.OK.number();
    }

    private TextTable table(List<RevisionView> revisions) {
        TextTable table = new TextTable(List.of(
                Column.right("REV", 9),
                Column.left("", 9),
                Column.right("AGE", 8),
                Column.left("BY", 7),
                Column.left("FROM", 1),
                Column.left("OUTCOME", 8),
                Column.left("MESSAGE", 6),
                Column.left("RECEIPT", 2)));
        for (RevisionView revision : revisions) {
            Revision.Head r = revision.head();
            RolloutOutcome outcome = r.end().outcome();
            table.row(List.of(
                    Cell.of(r.number()),
                    Cell.of(revision.current() ? "*" : ""),
                    Cell.of(format.wide() ? r.at().toString() : AgeFormat.since(r.at(), Instant.now())),
                    Cell.of(r.by()),
                    Cell.of(r.from()),
                    new Cell(word(outcome), colour(outcome)),
                    Cell.of(message(r)),
                    Cell.of(r.end().summary())));
        }
        return table;
    }

    static String word(RolloutOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String message(Revision.Head r) {
        return r.change().isEmpty() || r.message().isEmpty()
                ? r.change() + r.message()
                : r.change() + ": " + r.message();
    }

    private static AnsiStyle.Colour colour(RolloutOutcome outcome) {
        return switch (outcome) {
            case LIVE -> AnsiStyle.Colour.GREEN;
            case FAILED -> AnsiStyle.Colour.RED;
            case SUPERSEDED -> AnsiStyle.Colour.GREY;
            case RUNNING, WAITING -> AnsiStyle.Colour.YELLOW;
        };
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RevisionJson;
import dev.launcho.cli.render.Ages;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.Paint;
import dev.launcho.cli.render.Table;
import dev.launcho.cli.render.Table.Cell;
import dev.launcho.cli.render.Table.Column;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.model.RolloutOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho target history}, {@code launcho history}. */
@Command(
        name = "history",
        description = "List the last 50 targets, newest first: who, when, why, and what came of it.",
        footer = {"", "Example:", "  launcho history"})
final class TargetHistoryCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Format format = new Format();

    TargetHistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<RevisionView> revisions = session.client().history();
        format.print(
                console,
                Json.array(revisions, RevisionJson::write),
                revisions.stream().map(r -> Long.toString(r.revision())).toList(),
                () -> table(revisions)
                        .render(console.width(), console.paint(Console.Stream.OUT))
                        .forEach(console.out()::println));
        return ExitCode.OK.number();
    }

    private Table table(List<RevisionView> revisions) {
        Table table = new Table(List.of(
                Column.right("REV", 9),
                Column.left("", 9),
                Column.right("AGE", 8),
                Column.left("BY", 7),
                Column.left("FROM", 1),
                Column.left("OUTCOME", 8),
                Column.left("MESSAGE", 6),
                Column.left("RECEIPT", 2)));
        for (RevisionView r : revisions) {
            table.row(List.of(
                    Cell.of(r.revision()),
                    Cell.of(r.current() ? "*" : ""),
                    Cell.of(format.wide() ? r.at().toString() : Ages.since(r.at(), Instant.now())),
                    Cell.of(r.by()),
                    Cell.of(r.from()),
                    new Cell(word(r.outcome()), colour(r.outcome())),
                    Cell.of(message(r)),
                    Cell.of(r.summary())));
        }
        return table;
    }

    static String word(RolloutOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String message(RevisionView r) {
        return r.change().isEmpty() || r.message().isEmpty()
                ? r.change() + r.message()
                : r.change() + ": " + r.message();
    }

    private static Paint.Colour colour(RolloutOutcome outcome) {
        return switch (outcome) {
            case LIVE -> Paint.Colour.GREEN;
            case FAILED -> Paint.Colour.RED;
            case SUPERSEDED -> Paint.Colour.GREY;
            case RUNNING, WAITING -> Paint.Colour.YELLOW;
        };
    }
}

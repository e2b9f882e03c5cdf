package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.protocol.TokenView;
import dev.launcho.cli.render.AgeFormat;
import dev.launcho.cli.render.AnsiStyle;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.TextTable;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho token ls}. */
@Command(
        name = "ls",
        description = "List tokens: name, role, who made them, when they expire, when they were last used.",
        footer = {"", "Example:", "  launcho token ls"})
final class TokenLsCommand implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private OutputFormat format = new OutputFormat();

    TokenLsCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<TokenView> tokens = session.client().tokens();
        format.print(
                console,
                tokens,
                tokens.stream().map(TokenView::name).toList(),
                () -> table(tokens)
                        .render(console.width(), console.paint(Console.Stream.OUT))
                        .forEach(console.out()::println));
        return ExitCode.OK.number();
    }

    private TextTable table(List<TokenView> tokens) {
        TextTable table = new TextTable(List.of(
                Column.left("NAME", 9),
                Column.left("ROLE", 9),
                Column.left("EXPIRES", 8),
                Column.left("LAST USED", 7),
                Column.left("FROM", 3),
                Column.left("MADE BY", 5),
                Column.left("MADE", 2)));
        for (TokenView token : tokens) {
            table.row(List.of(
                    Cell.of(token.name()),
                    Cell.of(token.role()),
                    token.isExpired()
                            ? new Cell("expired", AnsiStyle.Colour.RED)
                            : Cell.of(token.expires().equals(Instant.EPOCH) ? "never" : second(token.expires())),
                    Cell.of(age(token.lastUsed(), "never")),
                    Cell.of(token.lastFrom()),
                    Cell.of(token.builtIn() ? "the server" : token.by()),
                    Cell.of(age(token.created(), ""))));
        }
        return table;
    }

    private static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String age(Instant at, String none) {
        return at.equals(Instant.EPOCH) ? none : format.wide() ? second(at) : AgeFormat.since(at, Instant.now());
    }
}

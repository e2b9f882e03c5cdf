package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.cli.render.AgeFormat;
import dev.launcho.cli.render.AnsiStyle;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.TextTable;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho notify ls}. */
@Command(
        name = "ls",
        description = "List the receivers of messages: what they get, and whether they take it.",
        footer = {"", "Example:", "  launcho notify ls"})
final class NotifyLsCommand implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private OutputFormat format = new OutputFormat();

    NotifyLsCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<ReceiverView> receivers = session.client().receivers();
        format.print(
                console,
                receivers,
                receivers.stream().map(r -> Integer.toString(r.number())).toList(),
                () -> {
                    if (receivers.isEmpty()) {
                        console.out().println("no receivers: name some in server.notify of launcho-config.yaml");
                        return;
                    }
                    table(receivers)
                            .render(console.width(), console.paint(Console.Stream.OUT))
                            .forEach(console.out()::println);
                });
        return ExitCode.OK.number();
    }

    private static TextTable table(List<ReceiverView> receivers) {
        TextTable table = new TextTable(List.of(
                Column.right("N", 9),
                Column.left("RECEIVER", 9),
                Column.left("STATE", 9),
                Column.right("SENT", 7),
                Column.right("FAILED", 6),
                Column.right("DROPPED", 6),
                Column.right("QUEUED", 7),
                Column.left("TEMPLATE", 4),
                Column.left("SIGNED", 4),
                Column.left("ON", 3)));
        for (ReceiverView r : receivers) {
            table.row(List.of(
                    Cell.of(r.number()),
                    Cell.of(r.url()),
                    r.isFailing() ? new Cell("failing", AnsiStyle.Colour.RED) : Cell.of(r.state()),
                    Cell.of(r.sent()),
                    Cell.of(r.failed()),
                    Cell.of(r.dropped()),
                    Cell.of(r.queued()),
                    Cell.of(r.template()),
                    Cell.of(r.signed() ? "yes" : "no"),
                    Cell.of(String.join(",", r.on()))));
            if (r.isFailing()) {
                table.remark(new Cell(
                        "for " + AgeFormat.since(r.since(), Instant.now()) + ": " + r.problem(), AnsiStyle.Colour.RED));
            }
        }
        return table;
    }
}

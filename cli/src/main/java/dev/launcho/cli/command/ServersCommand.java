package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.line.ServerCheck;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.TextTable;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho servers}: asks all servers at the same time. */
@Command(
        name = "servers",
        description = "List the servers that --which can name, and whether they can be reached.",
        footer = {"", "Example:", "  launcho servers && launcho --which prod status"})
final class ServersCommand implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private OutputFormat format = new OutputFormat();

    ServersCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Console console = session.console();
        List<ServerCheck> servers = ServerCheck.all(session);
        if (format.json()) {
            console.out().println(Json.pretty(Json.array(servers, ServerCheck::json)));
        } else if (servers.isEmpty()) {
            console.err()
                    .println("no auth file in " + session.home().dir()
                            + ": run `launcho print-auth` on a server and paste what it prints there");
        } else {
            table(servers)
                    .render(console.width(), console.paint(Console.Stream.OUT))
                    .forEach(console.out()::println);
        }
        return ExitCode.OK.number();
    }

    private TextTable table(List<ServerCheck> servers) {
        TextTable table = new TextTable(List.of(
                Column.left("SERVER", 9),
                Column.left("ADDRESS", 9),
                Column.left("STATE", 9),
                Column.right("REV", 6),
                Column.left("VERSION", 4),
                Column.left("PROTECTED", 5)));
        for (ServerCheck server : servers) {
            table.row(List.of(
                    Cell.of((server.chosen() ? "* " : "  ") + server.label()),
                    Cell.of(server.address()),
                    new Cell(server.state(), server.reachable() ? Colour.GREEN : Colour.RED),
                    Cell.of(server.reachable() ? Long.toString(server.revision()) : ""),
                    Cell.of(server.version()),
                    Cell.of(server.isProtected() ? "yes" : "no")));
            if (!server.problem().isEmpty()) {
                table.remark(new Cell(server.problem(), Colour.RED));
            }
        }
        return table;
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.Paint.Colour;
import dev.launcho.cli.render.Table;
import dev.launcho.cli.render.Table.Cell;
import dev.launcho.cli.render.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho servers}: all are asked at the same time. */
@Command(
        name = "servers",
        description = "List the servers that --which can name, and whether they can be reached.",
        footer = {"", "Example:", "  launcho servers && launcho --which prod status"})
final class ServersCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Format format = new Format();

    ServersCommand(Session session) {
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

    private Table table(List<ServerCheck> servers) {
        Table table = new Table(List.of(
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

package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.SizeFormat;
import dev.launcho.cli.render.TextTable;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import dev.launcho.core.model.StoredResource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho resource ls}. */
@Command(
        name = "ls",
        description = "List resources: id, size, name of the uploaded file.",
        footer = {"", "Example:", "  launcho resource ls -o json"})
final class ResourceLsCommand implements Callable<Integer> {
    private final CommandContext session;

    @Mixin
    private OutputFormat format = new OutputFormat();

    ResourceLsCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<StoredResource> resources = session.client().resources();
        TextTable table = new TextTable(List.of(Column.left("ID", 9), Column.right("SIZE", 8), Column.left("NAME", 9)));
        for (StoredResource resource : resources) {
            table.row(
                    List.of(Cell.of(resource.id()), Cell.of(SizeFormat.of(resource.size())), Cell.of(resource.name())));
        }
        format.print(
                console,
                resources,
                resources.stream().map(StoredResource::id).toList(),
                () -> table.render(console.width(), console.paint(Console.Stream.OUT))
                        .forEach(console.out()::println));
        return ExitCode.OK.number();
    }
}

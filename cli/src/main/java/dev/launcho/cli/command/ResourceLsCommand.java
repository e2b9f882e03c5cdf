package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.ResourceJson;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.Sizes;
import dev.launcho.cli.render.Table;
import dev.launcho.cli.render.Table.Cell;
import dev.launcho.cli.render.Table.Column;
import dev.launcho.core.admin.Operations.ResourceView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code launcho resource ls}. */
@Command(
        name = "ls",
        description = "List resources: id, size, the name of the file that was sent.",
        footer = {"", "Example:", "  launcho resource ls -o json"})
final class ResourceLsCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private Format format = new Format();

    ResourceLsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        List<ResourceView> resources = session.client().resources();
        Table table = new Table(List.of(Column.left("ID", 9), Column.right("SIZE", 8), Column.left("NAME", 9)));
        for (ResourceView resource : resources) {
            table.row(List.of(Cell.of(resource.id()), Cell.of(Sizes.of(resource.size())), Cell.of(resource.name())));
        }
        format.print(
                console,
                Json.array(resources, ResourceJson::write),
                resources.stream().map(ResourceView::id).toList(),
                () -> table.render(console.width(), console.paint(Console.Stream.OUT))
                        .forEach(console.out()::println));
        return ExitCode.OK.number();
    }
}

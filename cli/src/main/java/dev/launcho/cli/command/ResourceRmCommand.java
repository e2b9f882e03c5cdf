package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.ForEachName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho resource rm}. */
@Command(
        name = "rm",
        description = "Delete resources. One that is in use, or that a kept revision needs, is refused.",
        footer = {"", "Example:", "  launcho resource rm 1f3870be274f6c49b3e31a0c6728957f3a5b8f2d"})
final class ResourceRmCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(arity = "1..*", paramLabel = "RESOURCE_ID", description = "As \"resource ls\" lists them.")
    private List<String> ids = List.of();

    @Option(names = "--force", description = "Delete them anyway, and show what that breaks.")
    private boolean force;

    ResourceRmCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        session.console().err().println("server: " + client.server());
        return ForEachName.of(session.console(), ids, id -> {
                    client.removeResource(id, force).forEach(session.console()::notice);
                    session.console().out().println("removed " + id);
                })
                .number();
    }
}

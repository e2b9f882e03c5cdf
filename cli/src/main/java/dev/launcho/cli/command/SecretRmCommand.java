package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.ForEachName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho secret rm}. */
@Command(
        name = "rm",
        description = "Delete secrets. One that the target refers to is refused.",
        footer = {"", "Example:", "  launcho secret rm OLD_DATABASE_URL"})
final class SecretRmCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(arity = "1..*", paramLabel = "SECRET_NAME", description = "As \"secret ls\" lists them.")
    private List<String> names = List.of();

    SecretRmCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        session.console().err().println("server: " + client.server());
        return ForEachName.of(session.console(), names, name -> {
                    client.removeSecret(name).notices().forEach(session.console()::notice);
                    session.console().out().println("removed " + name);
                })
                .number();
    }
}

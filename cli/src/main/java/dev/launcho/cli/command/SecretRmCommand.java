package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
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
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "SECRET_NAME", description = "As \"secret ls\" lists them.")
    private List<String> names = List.of();

    SecretRmCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        session.console().err().println("server: " + client.server());
        return EachOne.of(
                        session.console(),
                        names,
                        name -> client.removeSecret(name).notices().forEach(session.console()::notice))
                .number();
    }
}

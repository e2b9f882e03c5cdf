package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho secret get}: one name gives the bare value, for scripts; several give {@code NAME: value} each. */
@Command(
        name = "get",
        description = "Print the value of a secret, or NAME: VALUE for several.",
        footer = {"", "Example:", "  launcho secret get DATABASE_URL"})
final class SecretGetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "SECRET_NAME", description = "As \"secret ls\" lists them.")
    private List<String> names = List.of();

    SecretGetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        Console console = session.console();
        return EachOne.of(
                        console,
                        names,
                        name -> console.out().println((names.size() > 1 ? name + ": " : "") + client.secret(name)))
                .number();
    }
}

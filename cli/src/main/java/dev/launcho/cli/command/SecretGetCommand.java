package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho secret get}: one name gives the bare value, for scripts; several give {@code NAME: value} each. */
@Command(
        name = "get",
        description = "Print the value of a secret, or NAME: VALUE for several.",
        footer = {"", "Example:", "  launcho secret get DATABASE_URL"})
final class SecretGetCommand implements Callable<Integer> {
    /** Of no length that tells anything. */
    private static final String MASK = "••••••••";

    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "SECRET_NAME", description = "As \"secret ls\" lists them.")
    private List<String> names = List.of();

    @Option(names = "--reveal", description = "Show values on a terminal too, where others may look on.")
    private boolean reveal;

    SecretGetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        Console console = session.console();
        boolean masked = console.isTerminal(Console.Stream.OUT) && !reveal;
        ExitCode exit = EachOne.of(
                console, names, name -> print(console, name, masked ? mask(client, name) : client.secret(name)));
        if (masked && exit == ExitCode.OK) {
            console.err().println("--reveal shows what is in it");
        }
        return exit.number();
    }

    private void print(Console console, String name, String value) {
        console.out().println((names.size() > 1 ? name + ": " : "") + value);
    }

    /** A value that is not shown is not fetched. */
    private static String mask(AdminClient client, String name) throws Failure {
        return client.secretNames().contains(name) ? MASK : client.secret(name);
    }
}

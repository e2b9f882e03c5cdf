package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.ForEachName;
import dev.launcho.cli.render.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho secret get}: prints the bare value of one name, for scripts; of several {@code NAME: value} each. */
@Command(
        name = "get",
        description = "Print the value of a secret, or NAME: VALUE for several.",
        footer = {"", "Example:", "  launcho secret get DATABASE_URL"})
final class SecretGetCommand implements Callable<Integer> {
    /** Its length says nothing about the value. */
    private static final String MASK = "••••••••";

    private final CommandContext session;

    @Parameters(arity = "1..*", paramLabel = "SECRET_NAME", description = "As \"secret ls\" lists them.")
    private List<String> names = List.of();

    @Option(names = "--reveal", description = "Show values on a terminal too, where others may see them.")
    private boolean reveal;

    SecretGetCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        Console console = session.console();
        boolean masked = console.isTerminal(Console.Stream.OUT) && !reveal;
        ExitCode exit = ForEachName.of(
                console, names, name -> print(console, name, masked ? mask(client, name) : client.secret(name)));
        if (masked && exit == ExitCode.OK) {
            console.err().println("--reveal shows the value");
        }
        return exit.number();
    }

    private void print(Console console, String name, String value) {
        console.data((names.size() > 1 ? name + ": " : "") + value + "\n");
    }

    /** Returns the mask, without fetching the value; a name that does not exist fails as usual. */
    private static String mask(AdminClient client, String name) throws Failure {
        if (!client.secretNames().contains(name)) {
            client.secret(name); // Says that there is none. If there is one by now, it is masked all the same.
        }
        return MASK;
    }
}

package dev.launcho.cli;

import dev.launcho.cli.command.CommandRunner;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.render.Console;
import java.util.Locale;
import java.util.Map;

/** The entry point of the thin client's jar, which has everything but the server. */
public final class ClientMain {
    private ClientMain() {}

    public static void main(String[] arguments) {
        // Texts and numbers must not depend on the machine's locale, in libraries either.
        Locale.setDefault(Locale.ROOT);
        SecurityProviders.keepThoseOfTls();
        System.exit(run(Console.system(), System.getenv(), arguments));
    }

    /** @return the exit code */
    static int run(Console console, Map<String, String> environment, String... arguments) {
        return new CommandRunner(new CommandContext(console, environment)).run(arguments);
    }
}

package dev.launcho.cli;

import dev.launcho.cli.command.CommandRunner;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.render.Console;
import java.util.Locale;

/** The entry point of the whole program's jar. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Texts and numbers must not depend on the machine's locale, in libraries either. Standard error becomes UTF-8:
        // no letter is lost in the C locale.
        Locale.setDefault(Locale.ROOT);
        Console console = Console.system();
        System.setErr(console.err());
        System.exit(new CommandRunner(new CommandContext(console, System.getenv())).run(arguments));
    }
}

package dev.launcho.cli;

import dev.launcho.cli.command.Commands;
import dev.launcho.cli.command.Session;
import dev.launcho.cli.render.Console;
import java.util.Map;

/** The entry point of the thin client's jar, which has everything but the server. */
public final class ClientMain {
    private ClientMain() {}

    public static void main(String[] arguments) {
        SecurityProviders.keepThoseOfTls();
        System.exit(run(Console.system(), System.getenv(), arguments));
    }

    /** @return the exit code */
    static int run(Console console, Map<String, String> environment, String... arguments) {
        return new Commands(new Session(console, environment)).run(arguments);
    }
}

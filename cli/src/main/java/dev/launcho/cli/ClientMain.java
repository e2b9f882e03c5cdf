package dev.launcho.cli;

import dev.launcho.cli.command.Commands;
import dev.launcho.cli.command.Session;
import dev.launcho.cli.render.Console;

/** The entry point of the thin client's jar, which has everything but the server. */
public final class ClientMain {
    private ClientMain() {}

    public static void main(String[] arguments) {
        SecurityProviders.keepThoseOfTls();
        System.exit(new Commands(new Session(Console.system(), System.getenv())).run(arguments));
    }
}

package dev.launcho.cli;

import dev.launcho.cli.command.Commands;
import dev.launcho.cli.command.Session;
import dev.launcho.cli.render.Console;

/** The entry point of the whole program's jar. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new Commands(new Session(Console.system(), System.getenv())).run(arguments));
    }
}

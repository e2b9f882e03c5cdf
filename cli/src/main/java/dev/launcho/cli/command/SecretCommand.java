package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.HelpPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code launcho secret}: the group. */
@Command(
        name = "secret",
        aliases = {"secrets", "s"},
        description = "List, read, set or delete the values that a target refers to as $${NAME}.",
        footer = {"", "Example:", "  launcho secret set DATABASE_URL < url.txt"})
final class SecretCommand implements Runnable {
    private final CommandContext session;

    @Spec
    private CommandSpec spec;

    SecretCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public void run() {
        HelpPrinter.print(spec, session.console().out());
    }
}

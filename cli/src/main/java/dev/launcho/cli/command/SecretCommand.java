package dev.launcho.cli.command;

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
    private final Session session;

    @Spec
    private CommandSpec spec;

    SecretCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Help.print(spec, session.console().out());
    }
}

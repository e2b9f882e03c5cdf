package dev.launcho.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code launcho token}: the group. */
@Command(
        name = "token",
        description = "Replace the tokens that let clients in.",
        footer = {"", "Example:", "  launcho token rotate"})
final class TokenCommand implements Runnable {
    private final Session session;

    @Spec
    private CommandSpec spec;

    TokenCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Help.print(spec, session.console().out());
    }
}

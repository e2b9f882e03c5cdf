package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.HelpPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code launcho token}: the group. */
@Command(
        name = "token",
        aliases = "tokens",
        description = "Create, list and revoke the tokens of clients.",
        footer = {"", "Example:", "  launcho token create ci --role admin --expires 90d"})
final class TokenCommand implements Runnable {
    private final CommandContext session;

    @Spec
    private CommandSpec spec;

    TokenCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public void run() {
        HelpPrinter.print(spec, session.console().out());
    }
}

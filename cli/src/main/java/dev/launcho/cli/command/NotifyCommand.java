package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.HelpPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code launcho notify}: the group. */
@Command(
        name = "notify",
        description = "List and test the receivers of messages about troubles.",
        footer = {"", "Example:", "  launcho notify test"})
final class NotifyCommand implements Runnable {
    private final CommandContext session;

    @Spec
    private CommandSpec spec;

    NotifyCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public void run() {
        HelpPrinter.print(spec, session.console().out());
    }
}

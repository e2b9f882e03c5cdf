package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.HelpPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code launcho target}: the group. */
@Command(
        name = "target",
        aliases = "t",
        description = "Get, set or edit the target: what the server keeps running.",
        footer = {"", "Example:", "  launcho target get > target.yaml"})
final class TargetCommand implements Runnable {
    private final CommandContext session;

    @Spec
    private CommandSpec spec;

    TargetCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public void run() {
        HelpPrinter.print(spec, session.console().out());
    }
}

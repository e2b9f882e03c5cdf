package dev.launcho.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code launcho target}: the group. */
@Command(
        name = "target",
        aliases = "t",
        description = "Get, set or edit what the server is to keep running.",
        footer = {"", "Example:", "  launcho target get > target.yaml"})
final class TargetCommand implements Runnable {
    private final Session session;

    @Spec
    private CommandSpec spec;

    TargetCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Help.print(spec, session.console().out());
    }
}

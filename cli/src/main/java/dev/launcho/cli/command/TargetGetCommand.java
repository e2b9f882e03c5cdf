package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code launcho target get}: the text as it was set, byte for byte. */
@Command(
        name = "get",
        description = "Print the target as it was set.",
        footer = {"", "Example:", "  launcho target get > target.yaml"})
final class TargetGetCommand implements Callable<Integer> {
    private final Session session;

    TargetGetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.console().out().print(session.client().target().text());
        session.console().out().flush();
        return ExitCode.OK.number();
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho target get}: the text as it was set, below a line for editors; {@code set} takes that for no change. */
@Command(
        name = "get",
        description = "Print the target as it was set.",
        footer = {"", "Example:", "  launcho target get > target.yaml"})
final class TargetGetCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--raw", description = "Without a first line that tells editors where the schema is.")
    private boolean raw;

    TargetGetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String text = session.client().target().text();
        session.console().out().print(raw ? text : SchemaFile.withModeline(session, text));
        session.console().out().flush();
        return ExitCode.OK.number();
    }
}

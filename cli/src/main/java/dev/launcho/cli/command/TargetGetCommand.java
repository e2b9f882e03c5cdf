package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.SchemaFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code launcho target get}: prints the text as it was set, below a line for editors; {@code set} does not count this
 * line as a change.
 */
@Command(
        name = "get",
        description = "Print the target as it was set.",
        footer = {"", "Example:", "  launcho target get > target.yaml"})
final class TargetGetCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--raw", description = "Without the first line, which names the schema for editors.")
    private boolean raw;

    TargetGetCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String text = session.client().target().text();
        session.console().data(raw ? text : SchemaFile.withModeline(session, text));
        session.console().out().flush();
        return ExitCode.OK.number();
    }
}

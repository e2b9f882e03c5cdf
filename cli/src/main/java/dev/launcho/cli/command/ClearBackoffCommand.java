package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.NoticePrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho clear-backoff}: ends the back-off of a process, which then starts at once. */
@Command(
        name = "clear-backoff",
        description = "Retry a process now, without waiting for the end of its backoff.",
        footer = {"", "Example:", "  launcho clear-backoff mailer"})
final class ClearBackoffCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "NAME", description = "A process.")
    private String name = "";

    ClearBackoffCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        return NoticePrinter.of(session, client, client.clearBackoff(name));
    }
}

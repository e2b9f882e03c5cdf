package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho clear-backoff}: tries at once what waits for its next try. */
@Command(
        name = "clear-backoff",
        description = "Try at once what waits for its next try.",
        footer = {"", "Example:", "  launcho clear-backoff mailer"})
final class ClearBackoffCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "A process.")
    private String name = "";

    ClearBackoffCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        return Told.of(session, client, client.clearBackoff(name));
    }
}

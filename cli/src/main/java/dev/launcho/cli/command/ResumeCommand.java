package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho resume}: lets a paused rollout go on. */
@Command(
        name = "resume",
        description = "Let a paused rollout go on; the time that it has begins anew.",
        footer = {"", "Example:", "  launcho resume web"})
final class ResumeCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "A process.")
    private String name = "";

    ResumeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        return Told.of(session, client, client.resume(name));
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho pause}: holds a rollout where it is. */
@Command(
        name = "pause",
        description = "Hold the rollout of a process: no more of the new comes, none of the old goes.",
        footer = {"", "Example:", "  launcho pause web"})
final class PauseCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "A process.")
    private String name = "";

    PauseCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        return Told.of(session, client, client.pause(name));
    }
}

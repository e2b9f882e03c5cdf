package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.NoticePrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho pause}: holds a rollout where it is. */
@Command(
        name = "pause",
        description = "Pause the rollout of a process: no new instance starts, no old one is retired.",
        footer = {"", "Example:", "  launcho pause web"})
final class PauseCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "NAME", description = "A process.")
    private String name = "";

    PauseCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        return NoticePrinter.of(session, client, client.pause(name));
    }
}

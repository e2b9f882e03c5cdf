package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.NoticePrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho resume}: lets a paused rollout go on. */
@Command(
        name = "resume",
        description = "Continue a paused rollout; its time limits start again.",
        footer = {"", "Example:", "  launcho resume web"})
final class ResumeCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "NAME", description = "A process.")
    private String name = "";

    ResumeCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        return NoticePrinter.of(session, client, client.resume(name));
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.ChangeReport;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.WaitOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code launcho restart}. */
@Command(
        name = "restart",
        aliases = "restart-process",
        description = "Replace the instances of a process, or one of them, as its update policy says.",
        footer = {"", "Example:", "  launcho restart web"})
final class RestartCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "NAME", description = "A process, an instance, or the beginning of an instance's name.")
    private String name = "";

    @Mixin
    private WaitOption waiting = new WaitOption();

    RestartCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        session.console().err().println("server: " + client.server());
        return new ChangeReport(session, client).report(client.restart(name), waiting);
    }
}

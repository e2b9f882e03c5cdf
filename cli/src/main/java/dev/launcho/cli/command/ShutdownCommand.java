package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho shutdown}. */
@Command(
        name = "shutdown",
        description = "Stop the server: connections drain, then every process is ended.",
        footer = {"", "Example:", "  launcho shutdown --leave-running && launcho server"})
final class ShutdownCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(
            names = "--leave-running",
            description = "Stop only the server; its processes keep running, and the next server adopts them.")
    private boolean leaveRunning;

    ShutdownCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        session.console().err().println("server: " + client.server());
        client.shutdown(leaveRunning);
        session.console()
                .out()
                .println(
                        leaveRunning
                                ? "the server stops; its processes keep running, and the next server adopts them"
                                : "the server stops: connections drain, then every process is ended");
        return ExitCode.OK.number();
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho shutdown}. */
@Command(
        name = "shutdown",
        description = "Stop the server: connections drain, then every process is ended.",
        footer = {"", "Example:", "  launcho shutdown --leave-running && launcho server"})
final class ShutdownCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--leave-running",
            description = "End the server only; its processes run on, and the next server adopts them.")
    private boolean leaveRunning;

    ShutdownCommand(Session session) {
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
                                ? "the server ends; its processes run on until the next one adopts them"
                                : "the server stops: connections drain, then every process is ended");
        return ExitCode.OK.number();
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Download;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho logs}: bytes as the process wrote them. */
@Command(
        name = "logs",
        description = "Print what a process or one instance of it wrote.",
        footer = {"", "Example:", "  launcho logs -f --tail 20 calm-otter-17"})
final class LogsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "NAME",
            description = "An instance, the beginning of its name, or a process for all its instances.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as it grows, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines, then what follows.")
    private int tail = -1;

    LogsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        AdminClient client = session.client();
        try (Download log = client.logs(name, tail, follow)) {
            log.copyTo(session.console().rawOut(), bytes -> {});
            return ExitCode.OK.number();
        } catch (IOException e) {
            // Nobody reads any more: "| head" is a usual way to end.
            return ExitCode.OK.number();
        }
    }
}

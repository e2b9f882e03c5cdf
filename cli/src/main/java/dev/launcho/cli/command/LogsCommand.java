package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.LogFollow;
import dev.launcho.cli.client.LogWish;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.LogPrinter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho logs}: bytes as the processes wrote them, several logs merged by time. */
@Command(
        name = "logs",
        description = "Print what processes or instances wrote, the output of `before` included.",
        footer = {"", "Example:", "  launcho logs -f --since 5m web"})
final class LogsCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "A process for all its instances, an instance, or the beginning of an instance's name.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as they grow, over restarts of instances and of the server, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only what was written since: 5m, 2h, or 2026-01-31T12:00:00Z.")
    private String since = "";

    @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines, then what follows.")
    private int tail = -1;

    @Option(
            names = {"-p", "--previous"},
            description = "Of a process the instance that ended last; of an instance the one before it.")
    private boolean previous;

    @Option(names = "--grep", paramLabel = "REGEX", description = "Only lines in which this is found.")
    private String grep = "";

    @Option(
            names = {"-t", "--timestamps"},
            description = "Begin each line with the time at which it was written, to about a quarter of a second.")
    private boolean timestamps;

    LogsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        LogWish wish = new LogWish(names, previous, follow, tail, When.parse("--since", since, Instant.now()), grep);
        AdminClient client = session.client();
        LogPrinter printer =
                new LogPrinter(console.rawOut(), console.paint(Console.Stream.OUT), names.size() > 1, timestamps);
        try {
            new LogFollow(client, wish)
                    .run(
                            printer::print,
                            () -> console.err().println(client.server() + " is not reachable, waiting for it"));
        } catch (IOException e) {
            // Nobody reads any more: "| head" is a usual way to end.
            return ExitCode.OK.number();
        }
        return ExitCode.OK.number();
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.LogFollow;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.TimeArgument;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.LogJsonPrinter;
import dev.launcho.cli.render.LogPrinter;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.logs.LogQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho logs}: prints bytes as the processes wrote them, with several logs merged by time. */
@Command(
        name = "logs",
        description = "Print the logs of processes or instances, with the output of `before`.",
        footer = {"", "Examples:", "  launcho logs -f --since 5m web", "  launcho logs -f -o json web db"})
final class LogsCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "A process for all its instances, an instance, or the beginning of an instance's name.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description = "Print new lines as they come, across restarts of instances and of the server, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only lines written since: 5m, 2h, or 2026-01-31T12:00:00Z.")
    private String since = "";

    @Option(names = "--tail", paramLabel = "N", description = "Only the last N lines; with -f also new ones.")
    private int tail = -1;

    @Option(
            names = {"-p", "--previous"},
            description = "For a process, the log of the instance that ended last; for an instance, of the one"
                    + " before it.")
    private boolean previous;

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            description = "Only lines that contain a match of this regular expression.")
    private String grep = "";

    @Option(
            names = {"-t", "--timestamps"},
            description = "Begin each line with the time at which it was written, to about a quarter of a second.")
    private boolean timestamps;

    @Option(
            names = "--raw",
            description = "On a terminal, too, print escape sequences as they are; they are shown as ^[ otherwise.")
    private boolean raw;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "json prints an object a line: time, process, instance and text (default: text).")
    private Form form = Form.text;

    /** The values of {@code -o}. */
    enum Form {
        text,
        json
    }

    LogsCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        Instant from = TimeArgument.parse("--since", since, Instant.now());
        LogQuery query = new LogQuery(tail, from, grep, follow, Map.of());
        AdminClient client = session.client();
        LogFollow follower = new LogFollow(client, new LogSources.Selection(names, previous), query);
        Runnable broken = () -> console.err().println(client.server() + " is not reachable, waiting for it");
        try {
            switch (form) {
                case json -> {
                    LogJsonPrinter printer = new LogJsonPrinter(console.rawOut());
                    follower.run(printer::print, broken);
                    printer.finish();
                }
                case text -> follower.run(printer(console)::print, broken);
            }
        } catch (IOException e) {
            // Nobody reads any more: "| head" is a usual way to end.
            return ExitCode.OK.number();
        }
        return ExitCode.OK.number();
    }

    private LogPrinter printer(Console console) {
        boolean visible = !raw && console.isTerminal(Console.Stream.OUT);
        return new LogPrinter(
                console.rawOut(), console.paint(Console.Stream.OUT), names.size() > 1, timestamps, visible);
    }
}

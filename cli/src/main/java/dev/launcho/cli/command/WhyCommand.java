package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.WhyReport;
import dev.launcho.core.admin.WhyView;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code launcho why}. */
@Command(
        name = "why",
        description = "Explain the state of a process: exits, probes, what it waits for, and hints.",
        footer = {"", "Example:", "  launcho why mailer"})
final class WhyCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "NAME", description = "A process, an instance, or the beginning of an instance's name.")
    private String name = "";

    @Mixin
    private OutputFormat format = new OutputFormat();

    WhyCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        WhyView why = session.client().why(name);
        format.print(
                console,
                why,
                List.of("process/" + why.process()),
                () -> new WhyReport(why, Instant.now(), console.paint(Console.Stream.OUT))
                        .lines()
                        .forEach(console.out()::println));
        return ExitCode.OK.number();
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.InputFile;
import dev.launcho.cli.line.OutputFormat;
import dev.launcho.cli.line.PlanReport;
import dev.launcho.cli.line.TargetCheck;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.PlanPrinter;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.PlannedChange;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho target plan}: the plan is data, and goes to standard output. */
@Command(
        name = "plan",
        description =
                "Show what \"target set\" would do: each process with its cause, services, connections that drain.",
        footer = {"", "Example:", "  launcho target plan target.yaml"})
final class TargetPlanCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "FILE", description = "The target, YAML; - reads standard input.")
    private String file = "";

    @Option(names = "--exit-code", description = "Exit 10 if there is anything to do, 0 if not.")
    private boolean exitCode;

    @Mixin
    private OutputFormat format = new OutputFormat();

    TargetPlanCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        Console console = session.console();
        byte[] text = InputFile.bytes(console, file, TargetCheck.LARGEST);
        String name = TargetCheck.name(file);
        List<String> problems = TargetCheck.problems(name, text, "");
        if (!problems.isEmpty() && format.json()) {
            throw TargetCheck.failure(name, text);
        }
        if (!problems.isEmpty()) {
            problems.forEach(console.err()::println);
            return ExitCode.INVALID.number();
        }
        AdminClient client = session.client();
        ChangePreview plan = client.planTarget(name, text);
        format.print(
                console,
                plan,
                Stream.concat(plan.changes().processes().stream(), plan.changes().services().stream())
                        .map(PlannedChange::name)
                        .toList(),
                () -> print(console, client, plan));
        return exitCode && plan.changed() ? ExitCode.CHANGES.number() : ExitCode.OK.number();
    }

    private static void print(Console console, AdminClient client, ChangePreview plan) {
        console.out().println("server: " + client.server() + "   " + PlanReport.revisions(plan));
        PlanPrinter.lines(plan, console.paint(Console.Stream.OUT)).forEach(console.out()::println);
        if (!plan.changed()) {
            console.out().println("no change");
        }
        plan.notices().forEach(console::notice);
    }
}

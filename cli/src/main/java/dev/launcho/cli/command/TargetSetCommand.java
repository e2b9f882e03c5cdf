package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.InputFile;
import dev.launcho.cli.line.MessageOption;
import dev.launcho.cli.line.PlanReport;
import dev.launcho.cli.line.TargetCheck;
import dev.launcho.cli.line.WaitOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho target set}: checks, plans, sends, waits. */
@Command(
        name = "set",
        description = "Check a target, show what it changes, apply it, and wait until it runs.",
        footer = {"", "Example:", "  launcho target set target.yaml -m \"two more workers\""})
final class TargetSetCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(paramLabel = "FILE", description = "The target, YAML; - reads standard input.")
    private String file = "";

    @Option(names = "--dry-run", description = "Only show what would change, as \"target plan\" does.")
    private boolean dryRun;

    @Mixin
    private MessageOption message = new MessageOption();

    @Mixin
    private WaitOption waiting = new WaitOption();

    TargetSetCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String why = message.text();
        byte[] text = InputFile.bytes(session.console(), file, TargetCheck.LARGEST);
        String name = TargetCheck.name(file);
        List<String> problems = TargetCheck.problems(name, text);
        if (!problems.isEmpty()) {
            problems.forEach(session.console().err()::println);
            return ExitCode.INVALID.number();
        }
        AdminClient client = session.client();
        PlanReport report = new PlanReport(session, client);
        if (dryRun) {
            report.dry(client.planTarget(name, text));
            return ExitCode.OK.number();
        }
        return report.carryOut(
                () -> client.planTarget(name, text),
                plan -> client.setTarget(name, text, plan.revision(), why),
                waiting);
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho target set}: check, plan, send, wait. */
@Command(
        name = "set",
        description = "Check a target, show what it changes, make it the server's, and wait until it runs.",
        footer = {"", "Example:", "  launcho target set target.yaml -m \"two more workers\""})
final class TargetSetCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The target, YAML; - reads standard input.")
    private String file = "";

    @Option(names = "--dry-run", description = "Only show what would change, as \"target plan\" does.")
    private boolean dryRun;

    @Mixin
    private Message message = new Message();

    @Mixin
    private Waiting waiting = new Waiting();

    TargetSetCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String why = message.text();
        byte[] text = Input.bytes(session.console(), file, TargetCheck.LARGEST);
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

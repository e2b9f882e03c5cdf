package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.admin.PlanView;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho target rollback}, {@code launcho rollback}. */
@Command(
        name = "rollback",
        description = "Bring target, secrets and resources of a revision back, as a new one, and wait until it runs.",
        footer = {"", "Examples:", "  launcho rollback", "  launcho rollback 40 -m \"41 is slow\""})
final class TargetRollbackCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            arity = "0..1",
            defaultValue = "0",
            paramLabel = "REV",
            description = "Without it: the last that went live before the current one, and is not the same.")
    private long number;

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    @Mixin
    private Message message = new Message();

    @Mixin
    private Waiting waiting = new Waiting();

    TargetRollbackCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String why = message.text();
        OptionalLong to = number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
        AdminClient client = session.client();
        PlanReport report = new PlanReport(session, client);
        PlanView plan = client.planRollback(to);
        if (dryRun) {
            report.dry(plan);
            return ExitCode.OK.number();
        }
        report.print(plan);
        boolean told = !plan.processes().isEmpty() || !plan.services().isEmpty();
        return new ChangeReport(session, client).report(client.rollback(to, why), told, waiting);
    }
}

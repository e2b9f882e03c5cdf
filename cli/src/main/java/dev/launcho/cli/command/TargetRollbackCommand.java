package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.MessageOption;
import dev.launcho.cli.line.PlanReport;
import dev.launcho.cli.line.WaitOption;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code launcho target rollback}, {@code launcho rollback}. */
@Command(
        name = "rollback",
        description = "Restore target, secrets and resources of a revision as a new revision, and wait until it runs.",
        footer = {"", "Examples:", "  launcho rollback", "  launcho rollback 40 -m \"41 is slow\""})
final class TargetRollbackCommand implements Callable<Integer> {
    private final CommandContext session;

    @Parameters(
            arity = "0..1",
            defaultValue = "0",
            paramLabel = "REV",
            description = "Without it, the last revision that was live before the current one and differs from it.")
    private long number;

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    @Mixin
    private MessageOption message = new MessageOption();

    @Mixin
    private WaitOption waiting = new WaitOption();

    TargetRollbackCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        String why = message.text();
        OptionalLong to = number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
        AdminClient client = session.client();
        PlanReport report = new PlanReport(session, client);
        if (dryRun) {
            report.dry(client.planRollback(to));
            return ExitCode.OK.number();
        }
        return report.carryOutOnce(
                () -> client.planRollback(to), plan -> client.rollback(to, plan.revision(), why), waiting);
    }
}

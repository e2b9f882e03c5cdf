package dev.launcho.cli.line;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.PlanPrinter;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.intent.ChangePreview;
import java.util.List;
import java.util.Optional;

/** The report of a plan: what a change will do, printed before it is made. */
public final class PlanReport {
    private static final int TRIES = 5;

    private final CommandContext session;
    private final AdminClient client;
    private final ReportRules rules;
    private final Console console;

    public PlanReport(CommandContext session, AdminClient client) {
        this(session, client, ReportRules.USUAL);
    }

    /** @param rules how the change is reported */
    public PlanReport(CommandContext session, AdminClient client, ReportRules rules) {
        this.session = session;
        this.client = client;
        this.rules = rules;
        this.console = session.console();
    }

    /** Prints {@code server: prod   rev 41 → 42}, and what changes with it, on standard error. */
    public void print(ChangePreview plan) {
        console.err().println("server: " + client.server() + "   " + revisions(plan));
        PlanPrinter.lines(plan, console.paint(Console.Stream.ERR)).forEach(console.err()::println);
    }

    public static String revisions(ChangePreview plan) {
        return plan.changed() ? "rev " + plan.revision() + " → " + plan.next() : "rev " + plan.revision();
    }

    /** The step that carries out a plan, after its effects have been printed. */
    public interface Apply {
        ChangeResult apply(ChangePreview plan) throws Failure;
    }

    /** The step that makes a plan. */
    public interface Make {
        ChangePreview plan() throws Failure;
    }

    /**
     * Plans, prints and applies; plans again if another change came first.
     *
     * @return the exit code
     */
    public int carryOut(Make make, Apply apply, WaitOption waiting) throws Failure {
        return carryOut(make, apply, waiting, TRIES);
    }

    /**
     * Plans, prints and applies; fails if another change came first, as the user may then mean something else.
     *
     * @return the exit code
     */
    public int carryOutOnce(Make make, Apply apply, WaitOption waiting) throws Failure {
        return carryOut(make, apply, waiting, 1);
    }

    private int carryOut(Make make, Apply apply, WaitOption waiting, int tries) throws Failure {
        for (int left = tries; ; left--) {
            ChangePreview plan = make.plan();
            print(plan);
            Optional<ChangeResult> change = apply(apply, plan, left > 1);
            if (change.isPresent()) {
                // The affected processes and services have just been printed.
                boolean told = !plan.changes().isEmpty();
                return new ChangeReport(session, client, rules).report(change.get(), told, waiting);
            }
        }
    }

    /** @return empty if another change came first, and there is to be another try */
    private Optional<ChangeResult> apply(Apply apply, ChangePreview plan, boolean again) throws Failure {
        try {
            return Optional.of(apply.apply(plan));
        } catch (Failure e) {
            if (e.exit() != ExitCode.CONFLICT || !again) {
                throw e;
            }
            console.notice(e.lines().get(0));
            console.notice("somebody else changed the target just now, planning again");
            return Optional.empty();
        }
    }

    /** Prints a plan that is not carried out, with its notices, for {@code --dry-run}. */
    public void dry(ChangePreview plan) {
        print(plan);
        plan.notices().forEach(console::notice);
        List<String> end = plan.changed() ? List.of() : List.of("no change");
        end.forEach(console.err()::println);
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.PlanPrinter;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.PlanView;
import java.util.List;

/** Prints what a change is about to do, before it is done. */
final class PlanReport {
    private static final int TRIES = 5;

    private final Session session;
    private final AdminClient client;
    private final Console console;

    PlanReport(Session session, AdminClient client) {
        this.session = session;
        this.client = client;
        this.console = session.console();
    }

    /** {@code server: prod   rev 41 → 42}, and what changes with it, on standard error. */
    void print(PlanView plan) {
        console.err().println("server: " + client.server() + "   " + revisions(plan));
        PlanPrinter.lines(plan, console.paint(Console.Stream.ERR)).forEach(console.err()::println);
    }

    static String revisions(PlanView plan) {
        return plan.changed() ? "rev " + plan.revision() + " → " + plan.next() : "rev " + plan.revision();
    }

    /** Carries out what was planned; its effects have been printed. */
    interface Apply {
        Change apply(PlanView plan) throws Failure;
    }

    /** Makes a plan. */
    interface Make {
        PlanView plan() throws Failure;
    }

    /**
     * Plans, prints and applies; plans anew if somebody else was quicker.
     *
     * @return the exit code
     */
    int carryOut(Make make, Apply apply, Waiting waiting) throws Failure {
        for (int left = TRIES; ; left--) {
            PlanView plan = make.plan();
            print(plan);
            try {
                Change change = apply.apply(plan);
                // What is affected has just been told.
                boolean told = !plan.processes().isEmpty() || !plan.services().isEmpty();
                return new ChangeReport(session, client).report(change, told, waiting);
            } catch (Failure e) {
                if (e.exit() != ExitCode.CONFLICT || left == 1) {
                    throw e;
                }
                console.notice("somebody else changed the target just now, planning again");
            }
        }
    }

    /** For {@code --dry-run} and {@code plan}: notices too, and that nothing was done. */
    void dry(PlanView plan) {
        print(plan);
        plan.notices().forEach(console::notice);
        List<String> end = plan.changed() ? List.of() : List.of("no change");
        end.forEach(console.err()::println);
    }
}

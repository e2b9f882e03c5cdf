package dev.launcho.cli.line;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.RolloutWatch;
import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.cli.render.Console;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.RolloutProgress;
import dev.launcho.core.event.RolloutStep;
import dev.launcho.core.text.QuotedText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The report of a change: what it affects, a line for each transition until it runs, and how its rollout ended. All
 * goes to standard error but the last line of a success.
 */
public final class ChangeReport {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Console console;
    private final AdminClient client;
    private final ReportRules rules;

    public ChangeReport(CommandContext session, AdminClient client) {
        this(session, client, ReportRules.USUAL);
    }

    public ChangeReport(CommandContext session, AdminClient client, ReportRules rules) {
        this.console = session.console();
        this.client = client;
        this.rules = rules;
    }

    /** @return the exit code */
    public int report(ChangeResult change, WaitOption waiting) throws Failure {
        return report(change, false, waiting);
    }

    /**
     * As {@link #report(ChangeResult, WaitOption)}.
     *
     * @param planned whether the affected processes and services have been printed already
     */
    public int report(ChangeResult change, boolean planned, WaitOption waiting) throws Failure {
        change.notices().forEach(console::notice);
        change.subjects().stream()
                .filter(subject -> !planned || subject.isContinued())
                .forEach(subject -> console.note("~ " + subject.sentence()));
        if (!change.changed()) {
            console.err().println("no change: revision " + change.revision() + " has it already");
        }
        if (change.changed() && change.affected().isEmpty() && !rules.live()) {
            console.err().println("stored; no running process is affected");
            return ExitCode.OK.number();
        }
        if (!waiting.wanted() || change.revision() == 0) {
            if (change.changed()) {
                console.out().println("revision " + change.revision() + " accepted; launcho status shows its progress");
            }
            return ExitCode.OK.number();
        }
        return follow(change, planned).number();
    }

    private ExitCode follow(ChangeResult change, boolean planned) throws Failure {
        boolean over = !change.changed() && isOver(change.revision()); // The steps of an old rollout are no news.
        RolloutProgress end;
        try (LiveView live = new LiveView(console, client, change.subjects())) {
            InterruptMessage farewell = new InterruptMessage(() -> live.end("revision " + change.revision()
                    + " continues on the server; to watch it: launcho status --watch, or launcho events -w"));
            try {
                end = new RolloutWatch(client, PATIENCE, PAUSE)
                        .follow(
                                change.revision(),
                                step -> step(step, over || live.shown()),
                                () -> live.tell(
                                        "the connection broke, reconnecting for " + PATIENCE.toSeconds() + " s"));
            } finally {
                farewell.close();
            }
        } catch (Failure e) {
            if (!change.changed() && e.exit() == ExitCode.NOT_FOUND) {
                return ExitCode.OK; // Nothing was changed, and the server has no record of the rollout.
            }
            throw e;
        }
        return ended(end, change.changed() && planned ? undo(change.revision()) : "");
    }

    private boolean isOver(long revision) throws Failure {
        return client.history().stream()
                .anyMatch(r -> r.number() == revision && r.outcome().ended());
    }

    private void step(RolloutStep step, boolean silent) {
        if (silent) {
            return;
        }
        String when = step.at().truncatedTo(ChronoUnit.SECONDS).toString();
        console.note(when + "  " + step.process() + ": " + step.message());
    }

    /** Returns how to go back; empty if no earlier revision was live. */
    private String undo(long revision) throws Failure {
        long last = rules.undo().orElse(revision - 1);
        OptionalLong live = client.history().stream()
                .filter(r -> r.number() <= last && r.outcome() == RolloutOutcome.LIVE)
                .mapToLong(RevisionView::number)
                .max();
        String number = rules.undo().isPresent() && live.isPresent() ? " " + live.getAsLong() : "";
        return live.isPresent() ? "  Undo: launcho rollback" + number : "";
    }

    private ExitCode ended(RolloutProgress end, String undo) {
        return switch (end.outcome()) {
            case LIVE -> {
                console.out()
                        .println(console.paint(Console.Stream.OUT).paint(Colour.GREEN, "✓") + " "
                                + QuotedText.clean(end.summary()) + undo);
                yield ExitCode.OK;
            }
            case FAILED -> unhealthy(end, List.of());
            case WAITING -> waiting(end);
            case SUPERSEDED -> {
                console.error(List.of(end.summary(), "a later change took its place; launcho status shows what runs"));
                yield ExitCode.CONFLICT;
            }
            // The server ends the stream only when it is over.
            case RUNNING -> throw new IllegalStateException("a rollout that ended is running");
        };
    }

    private ExitCode waiting(RolloutProgress end) {
        if (rules.live()) {
            return unhealthy(
                    end,
                    List.of("the rollout goes on when that is there, for example after launcho secret set NAME;"
                            + " launcho status shows it"));
        }
        console.notice(end.summary());
        end.causes().forEach(cause -> console.note("  " + cause));
        return ExitCode.OK;
    }

    private ExitCode unhealthy(RolloutProgress end, List<String> advice) {
        List<String> lines = new ArrayList<>();
        lines.add(end.summary());
        lines.addAll(end.causes());
        lines.addAll(advice);
        console.error(lines);
        return ExitCode.UNHEALTHY;
    }
}

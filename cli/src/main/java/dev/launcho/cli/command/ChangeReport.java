package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.RolloutWatch;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.Paint.Colour;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.RolloutView;
import dev.launcho.core.model.RolloutOutcome;
import dev.launcho.core.model.RolloutStep;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells what a change did, and waits until it runs: a line for each transition, then how it ended. All on standard
 * error but the last line of a success.
 */
final class ChangeReport {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Console console;
    private final AdminClient client;

    ChangeReport(Session session, AdminClient client) {
        this.console = session.console();
        this.client = client;
    }

    /** @return the exit code */
    int report(Change change, Waiting waiting) throws Failure {
        return report(change, false, waiting);
    }

    /**
     * As {@link #report(Change, Waiting)}.
     *
     * @param planned whether what is affected has been printed already
     */
    int report(Change change, boolean planned, Waiting waiting) throws Failure {
        change.notices().forEach(console::notice);
        if (!planned) {
            change.affected().forEach(line -> console.err().println("~ " + line));
        }
        if (!change.changed()) {
            console.err().println("no change: revision " + change.revision() + " has it already");
        }
        if (change.changed() && change.affected().isEmpty()) {
            console.err().println("stored; nothing that runs is touched");
            return ExitCode.OK.number();
        }
        if (!waiting.wanted() || change.revision() == 0) {
            if (change.changed()) {
                console.out().println("revision " + change.revision() + " accepted; launcho status shows how it goes");
            }
            return ExitCode.OK.number();
        }
        return follow(change, planned).number();
    }

    private ExitCode follow(Change change, boolean planned) throws Failure {
        boolean over = !change.changed() && isOver(change.revision()); // What happened then is no news.
        RolloutView end;
        try (LiveView live = new LiveView(console, client, processes(change))) {
            Farewell farewell = new Farewell(() -> live.end("revision " + change.revision()
                    + " goes on at the server; watch it: launcho status --watch, or launcho events -w"));
            try {
                end = new RolloutWatch(client, PATIENCE, PAUSE)
                        .follow(
                                change.revision(),
                                step -> step(step, over || live.shown()),
                                () -> live.tell("the connection broke, trying for " + PATIENCE.toSeconds() + " s"));
            } finally {
                farewell.close();
            }
        } catch (Failure e) {
            if (!change.changed() && e.exit() == ExitCode.NOT_FOUND) {
                return ExitCode.OK; // Nothing was changed, and the server has nothing to tell of it.
            }
            throw e;
        }
        return ended(end, change.changed() && planned ? undo(change.revision()) : "");
    }

    /** Those that it touches: lines begin with their names. */
    private static Set<String> processes(Change change) {
        return change.affected().stream()
                .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))))
                .collect(Collectors.toSet());
    }

    private boolean isOver(long revision) throws Failure {
        return client.history().stream()
                .anyMatch(r -> r.revision() == revision && r.outcome().ended());
    }

    private void step(RolloutStep step, boolean silent) {
        if (silent) {
            return;
        }
        String when = step.at().truncatedTo(ChronoUnit.SECONDS).toString();
        console.err().println(when + "  " + step.process() + ": " + step.message());
    }

    /** How to go back, where there is something to go back to. */
    private String undo(long revision) throws Failure {
        boolean before =
                client.history().stream().anyMatch(r -> r.revision() < revision && r.outcome() == RolloutOutcome.LIVE);
        return before ? "  Undo: launcho rollback" : "";
    }

    private ExitCode ended(RolloutView end, String undo) {
        return switch (end.outcome()) {
            case LIVE -> {
                console.out()
                        .println(console.paint(Console.Stream.OUT).paint(Colour.GREEN, "✓") + " " + end.summary()
                                + undo);
                yield ExitCode.OK;
            }
            case FAILED -> {
                List<String> lines = new ArrayList<>();
                lines.add(end.summary());
                lines.addAll(end.causes());
                console.error(lines);
                yield ExitCode.UNHEALTHY;
            }
            case WAITING -> {
                console.notice(end.summary());
                end.causes().forEach(cause -> console.err().println("  " + cause));
                yield ExitCode.OK;
            }
            case SUPERSEDED -> {
                console.error(List.of(end.summary(), "a later change took its place; launcho status shows what runs"));
                yield ExitCode.CONFLICT;
            }
            // The server ends the stream only when it is over.
            case RUNNING -> throw new IllegalStateException("a rollout that ended is running");
        };
    }
}

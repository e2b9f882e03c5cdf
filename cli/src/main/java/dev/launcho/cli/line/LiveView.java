package dev.launcho.cli.line;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.InPlaceDisplay;
import dev.launcho.cli.render.RolloutBoard;
import dev.launcho.core.event.AffectedSubject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A view of a rollout. A thread of its own redraws it once a second if standard error is a terminal and the server names the
 * processes. Otherwise it draws nothing. {@link #close} erases it.
 */
final class LiveView implements AutoCloseable {
    private static final long EVERY_MILLIS = 1_000;

    private final AdminClient client;
    private final RolloutBoard board;
    private final InPlaceDisplay drawing;
    private final Thread thread;
    private final boolean shown;

    LiveView(Console console, AdminClient client, List<AffectedSubject> affected) {
        this.client = client;
        this.board = new RolloutBoard(processes(affected), Instant.now(), console.paint(Console.Stream.ERR));
        this.drawing = new InPlaceDisplay(console);
        this.thread = new Thread(this::run, "live-view");
        thread.setDaemon(true);
        this.shown = console.isTerminal(Console.Stream.ERR)
                && affected.stream().noneMatch(subject -> subject.kind() == AffectedSubject.Kind.UNKNOWN);
        if (shown) {
            thread.start();
        }
    }

    private static Set<String> processes(List<AffectedSubject> affected) {
        return affected.stream()
                .filter(subject -> subject.kind() == AffectedSubject.Kind.PROCESS)
                .map(AffectedSubject::name)
                .collect(Collectors.toSet());
    }

    boolean shown() {
        return shown;
    }

    private void run() {
        try {
            while (true) {
                try {
                    drawing.draw(board.lines(client.status(), Instant.now()));
                } catch (Failure away) {
                    // The follower of the rollout reports that.
                    drawing.draw(List.of());
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints a line above the view. Any thread. */
    void tell(String line) {
        drawing.tell(line);
    }

    /** Prints a last line below the view, which stays. Any thread. */
    void end(String line) {
        drawing.end(line);
    }

    @Override
    public void close() {
        thread.interrupt();
        drawing.close();
    }
}

package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.RolloutBoard;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Redraws a rollout once a second, on a thread of its own, where standard error is a terminal; takes it away when closed.
 * Elsewhere it shows nothing.
 */
final class LiveView implements AutoCloseable {
    private static final long EVERY_MILLIS = 1_000;
    private static final long END_MILLIS = 3_000;

    private final AdminClient client;
    private final RolloutBoard board;
    private final PrintStream out;
    private final Thread thread;
    private final boolean shown;
    private int drawn;

    LiveView(Console console, AdminClient client, Set<String> processes) {
        this.client = client;
        this.out = console.err();
        this.board = new RolloutBoard(
                processes, Instant.now(), console.width(Console.Stream.ERR), console.paint(Console.Stream.ERR));
        this.thread = new Thread(this::run, "live-view");
        thread.setDaemon(true);
        this.shown = console.isTerminal(Console.Stream.ERR);
        if (shown) {
            thread.start();
        }
    }

    boolean shown() {
        return shown;
    }

    private void run() {
        try {
            while (true) {
                try {
                    draw(board.lines(client.status(), Instant.now()));
                } catch (Failure away) {
                    // Whoever follows the rollout tells that.
                    draw(List.of());
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the place of what was drawn before. */
    private void draw(List<String> lines) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        StringBuilder text = new StringBuilder(drawn == 0 ? "" : "\033[" + drawn + "A");
        lines.forEach(line -> text.append(line).append("\033[K\n"));
        text.append("\033[J");
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (drawn > 0) {
            out.print("\033[" + drawn + "A\033[J");
            out.flush();
        }
    }
}

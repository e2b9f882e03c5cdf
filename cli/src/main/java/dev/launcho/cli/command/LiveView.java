package dev.launcho.cli.command;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.render.Console;
import dev.launcho.cli.render.Drawing;
import dev.launcho.cli.render.RolloutBoard;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Redraws a rollout once a second, on a thread of its own, where standard error is a terminal; takes it away when closed.
 * Elsewhere it shows nothing.
 */
final class LiveView implements AutoCloseable {
    private static final long EVERY_MILLIS = 1_000;

    private final AdminClient client;
    private final RolloutBoard board;
    private final Drawing drawing;
    private final Thread thread;
    private final boolean shown;

    LiveView(Console console, AdminClient client, Set<String> processes) {
        this.client = client;
        this.board = new RolloutBoard(processes, Instant.now(), console.paint(Console.Stream.ERR));
        this.drawing = new Drawing(console);
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
                    drawing.draw(board.lines(client.status(), Instant.now()));
                } catch (Failure away) {
                    // Whoever follows the rollout tells that.
                    drawing.draw(List.of());
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Above what is drawn. Any thread. */
    void tell(String line) {
        drawing.tell(line);
    }

    /** Below what was drawn last, which stays. Any thread. */
    void end(String line) {
        drawing.end(line);
    }

    @Override
    public void close() {
        thread.interrupt();
        drawing.close();
    }
}

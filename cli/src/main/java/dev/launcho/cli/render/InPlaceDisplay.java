package dev.launcho.cli.render;

import java.io.PrintStream;
import java.util.List;

/** A block of lines on standard error that is redrawn in place, below other output. {@link #draw} needs a terminal. Any thread. */
public final class InPlaceDisplay implements AutoCloseable {
    private final Console console;
    private final PrintStream out;
    private int drawn;
    private boolean ended;

    public InPlaceDisplay(Console console) {
        this.console = console;
        this.out = console.err();
    }

    /** Draws the lines in the place of those before, as many as fit. */
    public synchronized void draw(List<String> lines) {
        if (!ended) {
            List<String> fitting = LiveScreen.fitting(lines, console.size());
            StringBuilder text = new StringBuilder(up());
            fitting.forEach(line -> text.append(line).append("\033[K\n"));
            print(text.append("\033[J").toString());
            drawn = fitting.size();
        }
    }

    /** Prints a line above the block, which comes back with the next {@link #draw}. */
    public synchronized void tell(String line) {
        erase();
        out.println(line);
    }

    /** Prints a last line below the block, which stays as it is. */
    public synchronized void end(String line) {
        // The terminal itself may have written ^C there.
        print(drawn == 0 ? "" : "\r\033[K");
        out.println(line);
        drawn = 0;
        ended = true;
    }

    /** Erases the block. */
    @Override
    public synchronized void close() {
        if (!ended) {
            erase();
            ended = true;
        }
    }

    private void erase() {
        print(drawn == 0 ? "" : up() + "\033[J");
        drawn = 0;
    }

    private String up() {
        return drawn == 0 ? "" : "\r\033[" + drawn + "A";
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}

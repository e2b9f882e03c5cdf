package dev.launcho.cli.render;

import java.io.PrintStream;
import java.util.List;

/** Lines on standard error, a terminal, that are drawn again in their place, below what has been said. Any thread. */
public final class Drawing implements AutoCloseable {
    private final Console console;
    private final PrintStream out;
    private int drawn;
    private boolean ended;

    public Drawing(Console console) {
        this.console = console;
        this.out = console.err();
    }

    /** As many as fit. */
    public synchronized void draw(List<String> lines) {
        if (!ended) {
            List<String> fitting = Screen.fitting(lines, console.size());
            StringBuilder text = new StringBuilder(up());
            fitting.forEach(line -> text.append(line).append("\033[K\n"));
            print(text.append("\033[J").toString());
            drawn = fitting.size();
        }
    }

    /** In the place of what is drawn, which comes back below it. */
    public synchronized void tell(String line) {
        erase();
        out.println(line);
    }

    /** Below what was drawn last, which stays as it is. */
    public synchronized void end(String line) {
        // The terminal itself may have written ^C there.
        print(drawn == 0 ? "" : "\r\033[K");
        out.println(line);
        ended = true;
    }

    /** Takes it away. */
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

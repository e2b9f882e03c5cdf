package dev.launcho.cli.render;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A display whose lines replace those before. On a terminal it redraws in place as many as fit; elsewhere it prints
 * them below, after an empty line. One thread.
 */
public final class LiveScreen {
    private final Console console;
    private final PrintStream out;
    private final boolean inPlace;
    private boolean shown;

    public LiveScreen(Console console) {
        this.console = console;
        this.out = console.out();
        this.inPlace = console.isTerminal(Console.Stream.OUT);
    }

    /** @param lines makes the lines for a number of columns; 0 = unlimited */
    public void show(IntFunction<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        if (inPlace) {
            TerminalSize size = console.size();
            // Home, then each line with its rest erased, then everything below erased: nothing flickers.
            text.append(shown ? "\033[H" : "\033[2J\033[H");
            fitting(lines.apply(size.columns()), size)
                    .forEach(line -> text.append(line).append("\033[K\n"));
            text.append("\033[J");
        } else {
            text.append(shown ? "\n" : "");
            lines.apply(0).forEach(line -> text.append(line).append('\n'));
        }
        shown = true;
        out.print(text);
        out.flush();
    }

    /** Leaves the last lines, and erases the {@code ^C} that the terminal echoes, so that the shell continues there. Any thread. */
    public void end() {
        if (inPlace) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    /** Returns the lines that fit. More would scroll, and scrolled lines can't be redrawn. The last row is for the cursor. */
    static List<String> fitting(List<String> lines, TerminalSize size) {
        int room = Math.max(1, size.rows() - 1);
        List<String> fitting = new ArrayList<>(lines);
        if (lines.size() > room) {
            fitting.subList(room - 1, lines.size()).clear();
            fitting.add("… " + (lines.size() - room + 1) + " more lines, there is no room for them");
        }
        fitting.replaceAll(line -> TextWidth.cut(line, size.columns()));
        return fitting;
    }
}

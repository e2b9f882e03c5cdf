package dev.launcho.cli.render;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Lines that take the place of the ones before: on a terminal in place and as many as fit into it, elsewhere below them
 * after an empty line. One thread.
 */
public final class Screen {
    private final Console console;
    private final PrintStream out;
    private final boolean inPlace;
    private boolean shown;

    public Screen(Console console) {
        this.console = console;
        this.out = console.out();
        this.inPlace = console.isTerminal(Console.Stream.OUT);
    }

    /** @param lines by the columns that there are, 0 = any number */
    public void show(IntFunction<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        if (inPlace) {
            TerminalSize size = console.size();
            // Home, each line with its rest erased, then whatever is below: nothing flickers.
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

    /** What was shown last stays; whatever the terminal itself shows of Ctrl-C goes, so that the shell goes on there. Any thread. */
    public void end() {
        if (inPlace) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    /** More would scroll, and what has scrolled can't be drawn over. The last row is for the cursor. */
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

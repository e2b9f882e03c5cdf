package dev.launcho.cli.render;

import java.io.PrintStream;
import java.util.List;

/** Lines that take the place of the ones before: on a terminal in place, elsewhere below them after an empty line. One thread. */
public final class Screen {
    private final PrintStream out;
    private final boolean inPlace;
    private boolean shown;

    public Screen(Console console) {
        this.out = console.out();
        this.inPlace = console.isTerminal(Console.Stream.OUT);
    }

    public void show(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (inPlace) {
            // Home, each line with its rest erased, then whatever is below: nothing flickers.
            text.append(shown ? "\033[H" : "\033[2J\033[H");
            lines.forEach(line -> text.append(line).append("\033[K\n"));
            text.append("\033[J");
        } else {
            text.append(shown ? "\n" : "");
            lines.forEach(line -> text.append(line).append('\n'));
        }
        shown = true;
        out.print(text);
        out.flush();
    }
}

package dev.launcho.cli.render;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.OptionalInt;

/** How wide the terminal is: shells seldom export COLUMNS, and Java can't tell. Costs a process of its own. */
final class TerminalSize {
    private TerminalSize() {}

    static OptionalInt columns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = stty.inputReader()) {
                String line = String.valueOf(out.readLine());
                String columns = line.substring(line.indexOf(' ') + 1);
                return columns.matches("[1-9][0-9]{0,3}")
                        ? OptionalInt.of(Integer.parseInt(columns))
                        : OptionalInt.empty();
            }
        } catch (IOException none) {
            return OptionalInt.empty();
        }
    }
}

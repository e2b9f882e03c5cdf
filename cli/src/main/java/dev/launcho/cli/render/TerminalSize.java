package dev.launcho.cli.render;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of the terminal. Shells seldom export COLUMNS, and Java can't read the size. */
record TerminalSize(int rows, int columns) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})");

    /** Returns the present size; empty without a terminal. It starts a process, {@code stty}. */
    static Optional<TerminalSize> now() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = stty.inputReader()) {
                return read(String.valueOf(out.readLine()));
            }
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Reads the output of {@code stty size}; empty if the terminal does not know its size. */
    static Optional<TerminalSize> read(String line) {
        Matcher size = FORM.matcher(line);
        return size.matches()
                ? Optional.of(new TerminalSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
                : Optional.empty();
    }
}

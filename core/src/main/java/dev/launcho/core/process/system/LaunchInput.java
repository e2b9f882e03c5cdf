package dev.launcho.core.process.system;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The text for the standard input of an instance's shim, or of a check: environment, {@code before} and command. It is
 * not passed as arguments, which everybody on the machine can read, nor as the shim's environment, because the shim may
 * still be root's.
 *
 * <p>Where the shell can hand on all variables, it is a text for {@code stage.sh}. Otherwise the environment and the
 * command come first, for {@code loader.pl} or {@code loader.py}.
 */
public final class LaunchInput {
    /** Marks the end of the text. Without it nothing is started: the writer may have died. */
    private static final String END = "\n#end";

    private static final String GO = "go\n";

    private final String lengths;
    private final byte[] bytes;
    private final boolean before;

    private LaunchInput(String lengths, String text, boolean before) {
        this.lengths = lengths;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.before = before;
    }

    /**
     * Makes the input from the variables that this machine can hand on. Others are left out: a target that an earlier
     * server accepted may have some.
     *
     * @param before a script; empty for none
     */
    public static LaunchInput of(
            SystemTools tools, Map<String, String> environment, String before, List<String> command) {
        boolean loaded =
                tools.loader().isPresent() && !environment.keySet().stream().allMatch(tools.names()::handsOn);
        return loaded ? loaded(environment, before, command) : exported(tools, environment, before, command);
    }

    private static LaunchInput exported(
            SystemTools tools, Map<String, String> environment, String before, List<String> command) {
        StringBuilder text = new StringBuilder("[ \"$1\" = before ] || runnable ")
                .append(ShellText.quote(List.of(command.get(0), environment.getOrDefault("PATH", ""))))
                .append("\nexport");
        for (String name : new TreeSet<>(environment.keySet())) {
            if (tools.names().handsOn(name)) {
                text.append(' ').append(name).append('=').append(ShellText.quote(environment.get(name)));
            }
        }
        text.append('\n');
        appendBefore(text, before);
        text.append("set -- ").append(ShellText.quote(command)).append(END);
        return new LaunchInput("", text.toString(), !before.isEmpty());
    }

    private static LaunchInput loaded(Map<String, String> environment, String before, List<String> command) {
        StringBuilder variables = new StringBuilder();
        environment.forEach((name, value) -> appendLine(variables, name + "=" + value));
        StringBuilder arguments = new StringBuilder();
        command.forEach(argument -> appendLine(arguments, argument));
        StringBuilder rest = new StringBuilder();
        appendBefore(rest, before);
        return new LaunchInput(
                size(variables) + " " + size(arguments),
                variables.append(arguments).append(rest).append(END).toString(),
                !before.isEmpty());
    }

    /** Appends {@code before}, which runs in a shell without our functions and arguments. */
    private static void appendBefore(StringBuilder text, String before) {
        if (!before.isEmpty()) {
            text.append(
                            "case $1 in before)\nset --\nunset -f runnable refuse holds fitting fitting_long fitting_script translated\nexec 2>&3 3>&-\neval ")
                    .append(ShellText.quote(before))
                    .append("\nexit ;;\nesac\n");
        }
    }

    private static void appendLine(StringBuilder lines, String text) {
        lines.append(text.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    }

    private static int size(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns the lengths that a loader has to read; empty where none is needed. */
    public String lengths() {
        return lengths;
    }

    public boolean hasBefore() {
        return before;
    }

    public int size() {
        return bytes.length;
    }

    /** Releases a shim. Blocks until all of the input is written to its pipe. */
    public void go(OutputStream shim) throws IOException {
        shim.write(GO.getBytes(StandardCharsets.US_ASCII));
        give(shim);
    }

    /** Writes the input to a check and closes the stream; blocks likewise. */
    public void give(OutputStream to) throws IOException {
        try (to) {
            to.write(bytes);
        }
    }
}

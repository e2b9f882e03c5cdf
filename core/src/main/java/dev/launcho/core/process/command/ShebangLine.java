package dev.launcho.core.process.command;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.CommandFault.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first line of a script, as the kernel reads it: {@code #!}, an interpreter, and all the rest as one argument. See
 * fs/binfmt_script.c of Linux. Immutable.
 *
 * @param text all after {@code #!}, with its spaces, without the line feed
 * @param interpreter its path, without CR
 * @param argument empty if there is none
 */
record ShebangLine(String text, String interpreter, String argument) {
    /** Bytes that the kernel reads: BINPRM_BUF_SIZE. Before Linux 5.1 it read half as many. */
    private static final int LONGEST = 256;

    /**
     * Returns the line; empty if the file does not begin with {@code #!} and an interpreter. The kernel does not run a file
     * with nothing behind its {@code #!}, so a shell does.
     */
    static Optional<ShebangLine> of(byte[] head) {
        String all = new String(head, StandardCharsets.UTF_8);
        int end = all.indexOf('\n');
        String text = all.startsWith("#!") ? all.substring(2, end < 0 ? all.length() : end) : "";
        String bare = withoutEnds(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        int gap = gap(bare, 0);
        return withoutEnds(text).isEmpty()
                ? Optional.empty()
                : Optional.of(new ShebangLine(text, bare.substring(0, gap), withoutEnds(bare.substring(gap))));
    }

    /** Returns the interpreter, if it ends where the kernel reads no more. A longer argument is only cut. */
    static Optional<String> tooLong(byte[] head) {
        String all = new String(head, StandardCharsets.ISO_8859_1);
        int from = 2;
        while (from < all.length() && (all.charAt(from) == ' ' || all.charAt(from) == '\t')) {
            from++;
        }
        if (!all.startsWith("#!")) {
            return Optional.empty();
        }
        int end = gap(all, from);
        return end >= LONGEST && end > from ? Optional.of(all.substring(from, end)) : Optional.empty();
    }

    /** Returns where a word ends that begins at {@code from}. */
    private static int gap(String text, int from) {
        int at = from;
        while (at < text.length() && " \t\n\0".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static String withoutEnds(String text) {
        return text.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    /** Returns whether the interpreter is env(1) with an argument, which is a program or options. */
    boolean asksEnv() {
        return interpreter.endsWith("/env") && !argument.isEmpty();
    }

    /**
     * Returns the fault of a line that CR at its end breaks. As part of a program's name it always does, as part of an
     * argument in shells and Python. Perl and {@code env -S} take it for white space.
     */
    Optional<CommandFault> carriageReturn(String file) {
        boolean blank = text.matches(".*[ \t]\r");
        boolean spoils = argument.isEmpty()
                || (asksEnv()
                        ? !argument.startsWith("-")
                        : ScriptInterpreters.isShell(interpreter) || ScriptInterpreters.isPython(interpreter));
        if (!text.endsWith("\r") || !spoils) {
            return Optional.empty();
        }
        String part = argument.isEmpty() ? interpreter : argument;
        return Optional.of(new CommandFault(Kind.CR_LF, file, blank ? "" : part));
    }

    /** Returns the program that env(1) looks for; empty if the line does not ask it, or names none. */
    Optional<String> programOfEnv() {
        if (!asksEnv()) {
            return Optional.empty();
        }
        String[] words = argument.split("[ \t]+");
        String program = words[words[0].equals("-S") && words.length > 1 ? 1 : 0];
        return program.startsWith("-") || program.contains("=") ? Optional.empty() : Optional.of(program);
    }
}

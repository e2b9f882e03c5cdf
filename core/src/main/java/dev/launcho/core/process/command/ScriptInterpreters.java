package dev.launcho.core.process.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Programs that read scripts, known by their names. Pure. */
public final class ScriptInterpreters {
    private static final Pattern SHELL = Pattern.compile("(ba|da|a|z|k|mk|c|tc|fi)?sh");
    private static final Pattern PYTHON = Pattern.compile("python[0-9.]*");
    private static final Pattern PERL = Pattern.compile("perl[0-9.]*");

    /** Options after which the script is no file, and options that take the next word. */
    private record Options(Pattern instead, Pattern withValue) {}

    private static final Map<Pattern, Options> OPTIONS = Map.of(
            SHELL,
            new Options(
                    Pattern.compile("-[a-zA-Z]*[cs][a-zA-Z]*"),
                    Pattern.compile("[-+][a-zA-Z]*[oO]|--(rcfile|init-file)")),
            PYTHON,
            new Options(Pattern.compile("-[a-zA-Z]*[cm].*"), Pattern.compile("-[a-zA-Z]*[WX]")),
            PERL,
            new Options(Pattern.compile("-[a-zA-Z0-9]*[eE].*"), Pattern.compile("-I")));

    private ScriptInterpreters() {}

    /** @param program a path or a name */
    public static boolean isShell(String program) {
        return SHELL.matcher(name(program)).matches();
    }

    static boolean isPython(String program) {
        return PYTHON.matcher(name(program)).matches();
    }

    static String name(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    /** Returns the file that a command gives to a shell, Python or Perl to read; empty if there is none. */
    static Optional<String> scriptOf(List<String> command) {
        String name = name(command.get(0));
        return OPTIONS.entrySet().stream()
                .filter(known -> known.getKey().matcher(name).matches())
                .findFirst()
                .flatMap(known -> scriptAfter(known.getValue(), command));
    }

    private static Optional<String> scriptAfter(Options options, List<String> command) {
        for (int i = 1; i < command.size(); i++) {
            String word = command.get(i);
            if (word.equals("--")) {
                return command.stream().skip(i + 1L).findFirst();
            }
            if (!word.startsWith("-") && !word.startsWith("+")) {
                return Optional.of(word);
            }
            if (word.equals("-")
                    || !word.startsWith("--") && options.instead().matcher(word).matches()) {
                return Optional.empty();
            }
            if (options.withValue().matcher(word).matches()) {
                i++;
            }
        }
        return Optional.empty();
    }
}

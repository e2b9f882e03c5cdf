package dev.launcho.core.process;

import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.command.ScriptInterpreters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The programs that a process starts, as its commands and scripts name them. A guess: only a shell knows what its script starts. */
final class StartedPrograms {
    /** Words that can precede a program's name. */
    private static final Set<String> LEADS = Set.of(
            "exec", "then", "do", "else", "if", "elif", "while", "until", "!", "env", "nohup", "time", "command",
            "nice", "setsid");

    private static final Pattern ENDS = Pattern.compile("[;&|()`{}\\n]+");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

    private StartedPrograms() {}

    static List<String> of(ProcessSpec spec) {
        List<String> all = new ArrayList<>(ofCommand(spec.command()));
        all.addAll(ofScript(spec.before()));
        all.addAll(ofCommand(spec.probe().exec()));
        return all;
    }

    private static List<String> ofCommand(List<String> command) {
        if (command.isEmpty()) {
            return List.of();
        }
        List<String> all = new ArrayList<>(List.of(command.get(0)));
        all.addAll(inScriptOf(command));
        return all;
    }

    /** Returns the programs that the script of a command {@code sh -c SCRIPT} names; none if it is no such command. */
    static List<String> inScriptOf(List<String> command) {
        boolean script = ScriptInterpreters.isShell(command.get(0))
                && command.size() > 2
                && command.get(1).startsWith("-")
                && command.get(1).endsWith("c");
        return script ? ofScript(command.get(2)) : List.of();
    }

    static List<String> ofScript(String script) {
        List<String> all = new ArrayList<>();
        for (String part : ENDS.split(script)) {
            for (String word : part.strip().split("\\s+")) {
                String bare = word.replaceAll("^[$\"']+|[\"']+$", "");
                if (!bare.isEmpty()
                        && !LEADS.contains(bare)
                        && !ASSIGNMENT.matcher(bare).matches()) {
                    all.add(bare);
                    break;
                }
            }
        }
        return all;
    }
}

package dev.launcho.cli.complete;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OptionShorthand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The completions of the last word of a command line: subcommands, options, values and names. The values are those that an
 * argument's label lists ({@code table|json}). {@link LiveNames} asks the server for the names.
 */
public final class CompletionCandidates {
    private final CommandContext session;
    private final Typed typed;
    private final List<String> before;
    private final String word;

    /**
     * The line as far as it was typed.
     *
     * @param words the words after {@code launcho}; the last one, which may be empty, is to be completed
     * @param commandWords how many words before the last one name the command
     * @param command the options and arguments of the command
     * @param common the options of all commands
     * @param subcommands that may follow, with a description; empty for a command that has none
     */
    public record Typed(
            List<String> words,
            int commandWords,
            CommandSpec command,
            CommandSpec common,
            List<CompletionCandidate> subcommands) {
        /** Returns the words that are complete. */
        public static List<String> complete(List<String> words) {
            return words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        }
    }

    public CompletionCandidates(CommandContext session, Typed typed) {
        this.session = session;
        this.typed = typed;
        this.before = Typed.complete(typed.words());
        this.word =
                typed.words().isEmpty() ? "" : typed.words().get(typed.words().size() - 1);
    }

    /** Returns the candidates; none where nothing fits. Asks a server for names, for a quarter of a second at most. */
    public List<CompletionCandidate> list() {
        Map<String, ArgSpec> options = new LinkedHashMap<>(typed.command().optionsMap());
        typed.common().optionsMap().forEach(options::putIfAbsent);
        takeCommonOptions();
        if (!before.isEmpty() && !before.contains("--")) {
            ArgSpec option = options.get(before.get(before.size() - 1));
            if (option != null && option.arity().max() > 0) {
                return begun(values(option.paramLabel()));
            }
        }
        if (word.startsWith("-") && !before.contains("--")) {
            return begun(options.entrySet().stream()
                    .filter(entry -> !((OptionSpec) entry.getValue()).hidden())
                    .map(entry -> new CompletionCandidate(
                            entry.getKey(), first(entry.getValue().description()))));
        }
        if (!typed.subcommands().isEmpty()) {
            return begun(typed.subcommands().stream());
        }
        return positional(options)
                .map(argument -> begun(values(argument.paramLabel())))
                .orElse(List.of());
    }

    /** Takes the home and the server from the line, so that this server is asked for names. */
    private void takeCommonOptions() {
        String[] words = OptionShorthand.spelledOut(before.toArray(String[]::new));
        for (int i = 0; i + 1 < words.length; i++) {
            switch (words[i]) {
                case "--home" -> session.setHome(words[i + 1]);
                case "-w", "--which" -> session.setWhich(words[i + 1]);
                default -> {}
            }
        }
    }

    /** Returns the parameter that the word would be. */
    private Optional<PositionalParamSpec> positional(Map<String, ArgSpec> options) {
        int index = -typed.commandWords();
        boolean value = false;
        boolean noMoreOptions = false;
        for (String argument : before) {
            if (!noMoreOptions && argument.equals("--")) {
                noMoreOptions = true;
            } else if (value) {
                value = false;
            } else if (!noMoreOptions && argument.startsWith("-")) {
                ArgSpec option = options.get(argument);
                value = option != null && option.arity().max() > 0;
            } else {
                index++;
            }
        }
        int position = index;
        return typed.command().positionalParameters().stream()
                .filter(parameter -> parameter.index().contains(position))
                .findFirst();
    }

    private Stream<CompletionCandidate> values(String label) {
        if (label.contains("|")) {
            return Stream.of(label.split("\\|")).map(value -> new CompletionCandidate(value, ""));
        }
        if (label.contains("FILE") || label.contains("DIR")) {
            return Stream.of(new CompletionCandidate(CompletionCandidate.FILES, ""));
        }
        return new LiveNames(session).of(label);
    }

    private List<CompletionCandidate> begun(Stream<CompletionCandidate> candidates) {
        List<CompletionCandidate> fitting = new ArrayList<>();
        candidates
                .filter(c -> c.value().startsWith(word) || c.value().equals(CompletionCandidate.FILES))
                .forEach(fitting::add);
        return fitting;
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0];
    }
}

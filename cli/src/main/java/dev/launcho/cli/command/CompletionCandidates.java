package dev.launcho.cli.command;

import dev.launcho.cli.command.CommandTree.Node;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.OptionShorthand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The completions of the last word of a command line: subcommands, options, the values that an argument's label lists
 * ({@code table|json}), and names that {@link LiveNames} asks the server for.
 */
final class CompletionCandidates {
    private final CommandContext session;
    private final List<String> before;
    private final String word;

    /** @param words the words typed after {@code launcho}; the last one, which may be empty, is to be completed */
    CompletionCandidates(CommandContext session, List<String> words) {
        this.session = session;
        this.before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        this.word = words.isEmpty() ? "" : words.get(words.size() - 1);
    }

    List<CompletionCandidate> list() {
        List<Node> path = CommandTree.path(before);
        Node node = path.get(path.size() - 1);
        CommandSpec spec = new CommandLine(node.type(), CommandRunner.factory(session)).getCommandSpec();
        Map<String, ArgSpec> options = options(spec);
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
        if (!node.children().isEmpty()) {
            return begun(subcommands(path, node));
        }
        return positional(spec, options, path.size() - 1)
                .map(argument -> begun(values(argument.paramLabel())))
                .orElse(List.of());
    }

    /** Returns every option that may stand here, by each of its names. */
    private Map<String, ArgSpec> options(CommandSpec spec) {
        Map<String, ArgSpec> options = new LinkedHashMap<>(spec.optionsMap());
        CommandSpec root = new CommandLine(LaunchoCommand.class, CommandRunner.factory(session)).getCommandSpec();
        root.optionsMap().forEach(options::putIfAbsent);
        return options;
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

    private static Stream<CompletionCandidate> subcommands(List<Node> path, Node node) {
        Map<String, CachedHelp.Chapter> book = CachedHelp.read();
        String words = CachedHelp.words(path);
        return node.children().stream()
                .map(Node::name)
                .filter(name -> book.containsKey(words + " " + name)) // Hidden ones have no chapter.
                .map(name -> new CompletionCandidate(
                        name, book.get(words + " " + name).summary()));
    }

    /** Returns the parameter that the word would be. */
    private Optional<PositionalParamSpec> positional(CommandSpec spec, Map<String, ArgSpec> options, int commands) {
        int index = -commands;
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
        return spec.positionalParameters().stream()
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

package dev.launcho.cli.command;

import dev.launcho.core.text.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A hint for a command that does not exist: a typing error, a command in the wrong place, or the word of another tool. */
final class NoSuchCommand {
    private static final String DEPLOY = "to deploy: launcho target set FILE";
    private static final String LIST = "to see what runs: launcho status";
    private static final String EXPLAIN = "to see why a process is in its state: launcho why NAME";
    private static final String SHELL = "there is no shell into a process: try launcho logs NAME, launcho why NAME";
    private static final String END =
            "to stop a process, remove it from the target or set replicas: 0 there: launcho target edit";

    /** The words of kubectl, Nomad, Docker, systemd and Kamal, and the commands that do the same here. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("apply", DEPLOY),
            Map.entry("create", DEPLOY),
            Map.entry("deploy", DEPLOY),
            Map.entry("run", DEPLOY),
            Map.entry("diff", "to see what would change: launcho target plan FILE"),
            Map.entry("describe", EXPLAIN),
            Map.entry("explain", EXPLAIN),
            Map.entry("inspect", EXPLAIN),
            Map.entry("list", LIST),
            Map.entry("ps", LIST),
            Map.entry("top", LIST),
            Map.entry("tail", "to follow a log: launcho logs -f NAME"),
            Map.entry("exec", SHELL),
            Map.entry("attach", SHELL),
            Map.entry("ssh", SHELL),
            Map.entry("delete", END),
            Map.entry("kill", END),
            Map.entry("stop", END),
            Map.entry("scale", "to change the number of instances, set replicas in the target: launcho target edit"),
            Map.entry("start", "to restart a process: launcho restart NAME"),
            Map.entry("reload", "to restart a process: launcho restart NAME"),
            Map.entry(
                    "rollout",
                    "to go back to an earlier revision: launcho rollback; to restart: launcho restart NAME"));

    /** Synonyms of the commands in groups. */
    private static final Map<String, List<String>> SAME = Map.ofEntries(
            Map.entry("list", List.of("ls")),
            Map.entry("delete", List.of("rm")),
            Map.entry("remove", List.of("rm")),
            Map.entry("add", List.of("set", "up")),
            Map.entry("create", List.of("set", "up")),
            Map.entry("put", List.of("set", "up")),
            Map.entry("upload", List.of("up")),
            Map.entry("download", List.of("down")),
            Map.entry("read", List.of("get")),
            Map.entry("apply", List.of("set")),
            Map.entry("diff", List.of("plan")),
            Map.entry("check", List.of("validate")),
            Map.entry("undo", List.of("rollback")));

    private NoSuchCommand() {}

    /**
     * Returns one line; empty if there is no hint.
     *
     * @param at the full name of the group that has no such command: {@code launcho target}
     * @param words all words that were typed, which show the group that was meant
     */
    static Optional<String> hint(CommandTree.Node group, String at, String typed, List<String> words) {
        List<String> meant = meant(group, at, typed, words);
        if (!meant.isEmpty()) {
            return Optional.of("did you mean " + String.join(" or ", meant) + "?");
        }
        return group == CommandTree.ROOT ? Optional.ofNullable(ELSEWHERE.get(typed)) : Optional.empty();
    }

    private static List<String> meant(CommandTree.Node group, String at, String typed, List<String> words) {
        List<String> same = SAME.getOrDefault(typed, List.of()).stream()
                .filter(name -> group.child(name).isPresent())
                .map(name -> at + " " + name)
                .toList();
        if (!same.isEmpty()) {
            return same;
        }
        List<String> misplaced = misplaced(typed, words);
        if (!misplaced.isEmpty() || ELSEWHERE.containsKey(typed)) {
            return misplaced;
        }
        List<String> names = group.children().stream()
                .flatMap(child -> Stream.concat(Stream.of(child.name()), child.aliases().stream()))
                .toList();
        return NearestWord.to(typed, names).map(name -> at + " " + name).stream()
                .toList();
    }

    /** Returns the commands of that name in the groups that were typed too; if there are none, those in all groups. */
    private static List<String> misplaced(String typed, List<String> words) {
        List<String> all = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (CommandTree.Node group : CommandTree.ROOT.children()) {
            if (group.child(typed).isPresent()) {
                String command = CommandTree.ROOT.name() + " " + group.name() + " " + typed;
                all.add(command);
                if (words.stream().anyMatch(word -> CommandTree.ROOT.child(word).equals(Optional.of(group)))) {
                    named.add(command);
                }
            }
        }
        return named.isEmpty() ? all : named;
    }
}

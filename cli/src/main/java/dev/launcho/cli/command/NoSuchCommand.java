package dev.launcho.cli.command;

import dev.launcho.core.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What to type instead of a command that there is not: a slip of the finger, a word in the wrong place, or another tool's word. */
final class NoSuchCommand {
    private static final String DEPLOY = "to deploy: launcho target set FILE";
    private static final String LIST = "to see what runs: launcho status";
    private static final String EXPLAIN = "to learn how something is: launcho why NAME";
    private static final String SHELL = "there is no shell into a process: try launcho logs NAME, launcho why NAME";
    private static final String END =
            "what is to run no more is taken out of the target, or has replicas: 0 there: launcho target edit";

    /** What users of kubectl, Nomad, Docker, systemd and Kamal type, and what does that here. */
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
            Map.entry("scale", "how many there are is replicas in the target: launcho target edit"),
            Map.entry("start", "to start something again: launcho restart NAME"),
            Map.entry("reload", "to start something again: launcho restart NAME"),
            Map.entry("rollout", "to go back: launcho rollback; to start again: launcho restart NAME"));

    /** Other words for what a group's commands do. */
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
     * One line, or nothing where nothing comes to mind.
     *
     * @param at the group that has no such command, by its whole name: {@code launcho target}
     * @param words all that was typed, to tell which group was meant
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
        return Nearest.to(typed, names).map(name -> at + " " + name).stream().toList();
    }

    /** The commands of that name in other groups; only those of the groups that were typed, too, if any was. */
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

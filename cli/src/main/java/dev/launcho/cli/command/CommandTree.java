package dev.launcho.cli.command;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The one list of all commands. picocli gets only those that a command line names: reading the annotations of all would
 * take longer than most commands do.
 *
 * <p>A new command is one line here; {@code CommandTreeTest} compares names and aliases with the annotations.
 */
final class CommandTree {
    /** The options of every command that take the next argument as their value. */
    private static final Set<String> WITH_VALUE = Set.of("--home", "-w", "--which", "--color");

    static final Node ROOT = new Node(
            "launcho",
            List.of(),
            LaunchoCommand.class,
            List.of(
                    leaf(DemoCommand.class, "demo"),
                    leaf(ServerCommand.class, "server"),
                    leaf(PrintAuthCommand.class, "print-auth"),
                    leaf(DeployCommand.class, "deploy"),
                    plain(StatusCommand.class, "status"),
                    leaf(UiCommand.class, "ui"),
                    new Node(
                            "target",
                            List.of("t"),
                            TargetCommand.class,
                            List.of(
                                    plain(TargetGetCommand.class, "get"),
                                    leaf(TargetSetCommand.class, "set"),
                                    leaf(TargetEditCommand.class, "edit"),
                                    leaf(TargetPlanCommand.class, "plan"),
                                    plain(TargetHistoryCommand.class, "history"),
                                    leaf(TargetShowCommand.class, "show"),
                                    leaf(TargetRollbackCommand.class, "rollback"),
                                    leaf(TargetValidateCommand.class, "validate"),
                                    plain(TargetSchemaCommand.class, "schema"))),
                    new Node(
                            "resource",
                            List.of("resources", "r"),
                            ResourceCommand.class,
                            List.of(
                                    plain(ResourceLsCommand.class, "ls"),
                                    leaf(ResourceUpCommand.class, "up"),
                                    leaf(ResourceDownCommand.class, "down"),
                                    leaf(ResourceRmCommand.class, "rm"),
                                    leaf(ResourceGcCommand.class, "gc"))),
                    new Node(
                            "secret",
                            List.of("secrets", "s"),
                            SecretCommand.class,
                            List.of(
                                    plain(SecretLsCommand.class, "ls"),
                                    leaf(SecretGetCommand.class, "get"),
                                    leaf(SecretSetCommand.class, "set"),
                                    leaf(SecretRmCommand.class, "rm"))),
                    plain(TargetHistoryCommand.class, "history"),
                    leaf(TargetRollbackCommand.class, "rollback"),
                    leaf(LogsCommand.class, "logs"),
                    leaf(RestartCommand.class, "restart", "restart-process"),
                    leaf(PauseCommand.class, "pause"),
                    leaf(ResumeCommand.class, "resume"),
                    leaf(ClearBackoffCommand.class, "clear-backoff"),
                    leaf(WhyCommand.class, "why"),
                    leaf(ShutdownCommand.class, "shutdown"),
                    plain(EventsCommand.class, "events"),
                    leaf(ServersCommand.class, "servers"),
                    new Node(
                            "token",
                            List.of("tokens"),
                            TokenCommand.class,
                            List.of(
                                    leaf(TokenCreateCommand.class, "create"),
                                    plain(TokenLsCommand.class, "ls"),
                                    leaf(TokenRevokeCommand.class, "revoke"),
                                    leaf(TokenRotateCommand.class, "rotate"))),
                    new Node(
                            "notify",
                            List.of(),
                            NotifyCommand.class,
                            List.of(plain(NotifyLsCommand.class, "ls"), leaf(NotifyTestCommand.class, "test"))),
                    leaf(CompletionCommand.class, "completion"),
                    leaf(CompleteCommand.class, "complete"),
                    plain(DoctorCommand.class, "doctor"),
                    plain(VersionCommand.class, "version")));

    private CommandTree() {}

    /**
     * A command.
     *
     * @param children empty for a command that is not a group
     * @param plain whether it works without arguments, and then without picocli, whose reading of annotations takes
     *     half the time of such a command
     */
    record Node(String name, List<String> aliases, Class<?> type, List<Node> children, boolean plain) {
        Node(String name, List<String> aliases, Class<?> type, List<Node> children) {
            this(name, aliases, type, children, false);
        }

        Optional<Node> child(String word) {
            for (Node child : children) { // No stream: it would take longer than all the rest here.
                if (child.name.equals(word) || child.aliases.contains(word)) {
                    return Optional.of(child);
                }
            }
            return Optional.empty();
        }
    }

    private static Node leaf(Class<?> type, String name, String... aliases) {
        return new Node(name, List.of(aliases), type, List.of());
    }

    private static Node plain(Class<? extends Callable<Integer>> type, String name) {
        return new Node(name, List.of(), type, List.of(), true);
    }

    /** Returns all commands. */
    static CommandLine whole(CommandLine.IFactory factory) {
        return withAll(ROOT, factory);
    }

    /**
     * Returns the commands that {@code arguments} name. If a word is missing or names no command, it returns all that
     * could stand there, to be listed or suggested.
     */
    static CommandLine of(List<String> arguments, CommandLine.IFactory factory) {
        return along(ROOT, words(arguments).iterator(), factory);
    }

    /** Returns the chain from the root to the command that {@code arguments} name, as far as they name one. */
    static List<Node> path(List<String> arguments) {
        List<Node> path = new ArrayList<>(List.of(ROOT));
        for (String word : words(arguments)) {
            Optional<Node> child = path.get(path.size() - 1).child(word);
            if (child.isEmpty()) {
                break;
            }
            path.add(child.get());
        }
        return path;
    }

    private static CommandLine along(Node node, Iterator<String> words, CommandLine.IFactory factory) {
        Optional<Node> child = words.hasNext() ? node.child(words.next()) : Optional.empty();
        if (child.isEmpty()) {
            return withAll(node, factory);
        }
        CommandLine line = new CommandLine(node.type, factory);
        line.addSubcommand(along(child.get(), words, factory));
        return line;
    }

    private static CommandLine withAll(Node node, CommandLine.IFactory factory) {
        CommandLine line = new CommandLine(node.type, factory);
        node.children.forEach(child -> line.addSubcommand(withAll(child, factory)));
        return line;
    }

    /** Returns the arguments without options and their values. */
    private static List<String> words(List<String> arguments) {
        List<String> words = new ArrayList<>();
        boolean value = false;
        for (String argument : arguments) {
            if (argument.equals("--")) {
                break;
            }
            if (!value && !argument.startsWith("-")) {
                words.add(argument);
            }
            value = !value && WITH_VALUE.contains(argument);
        }
        return words;
    }

    /** Returns {@code node} and every command below it, parents first. */
    static Stream<Node> all(Node node) {
        return Stream.concat(Stream.of(node), node.children.stream().flatMap(CommandTree::all));
    }
}

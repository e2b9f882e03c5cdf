package dev.launcho.cli.command;

import dev.launcho.cli.command.CommandTree.Node;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A command line that names only a command and its server, such as {@code launcho -w prod status}. People mostly type
 * such lines, and they need no parser.
 */
record FastPath(Class<? extends Callable<Integer>> command, Optional<String> home, Optional<String> which) {

    /** Returns the line; empty if {@code arguments} have anything else, or anything wrong. */
    static Optional<FastPath> of(List<String> arguments) {
        Optional<String> home = Optional.empty();
        Optional<String> which = Optional.empty();
        Node node = CommandTree.ROOT;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (word.equals("--home") && home.isEmpty() && rest.hasNext()) {
                home = Optional.of(rest.next());
            } else if (word.equals("-w") && node.type() == EventsCommand.class) {
                return Optional.empty(); // There it is --watch, see Shorthand.
            } else if ((word.equals("-w") || word.equals("--which")) && which.isEmpty() && rest.hasNext()) {
                which = Optional.of(rest.next());
            } else {
                Optional<Node> child = node.child(word);
                if (child.isEmpty()) {
                    return Optional.empty();
                }
                node = child.get();
            }
        }
        boolean odd = home.orElse("").startsWith("-") || which.orElse("").startsWith("-");
        return node.plain() && !odd ? Optional.of(new FastPath(callable(node), home, which)) : Optional.empty();
    }

    @SuppressWarnings("unchecked") // CommandTree takes only such types as plain.
    private static Class<? extends Callable<Integer>> callable(Node node) {
        return (Class<? extends Callable<Integer>>) node.type();
    }
}

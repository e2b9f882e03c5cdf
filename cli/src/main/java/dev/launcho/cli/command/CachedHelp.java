package dev.launcho.cli.command;

import dev.launcho.cli.command.CommandTree.Node;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The help of every command as text, generated from the commands beforehand: picocli takes longer to make it than a user
 * likes to wait. {@code CachedHelpTest} compares it with the commands.
 */
final class CachedHelp {
    /** The beginning of a chapter; the words of its command, a tab and what the command does follow on the line. */
    static final String CHAPTER = "=== ";

    private CachedHelp() {}

    /**
     * The chapter of a command.
     *
     * @param summary what the command does, in a line
     */
    record Chapter(String summary, String text) {}

    /** Returns the help of the command that {@code arguments} name; empty unless they ask for help and are valid otherwise. */
    static Optional<String> asked(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Optional.ofNullable(read().get("launcho")).map(Chapter::text);
        }
        String last = arguments.get(arguments.size() - 1);
        List<String> words =
                last.equals("--help") || last.equals("-h") ? arguments.subList(0, arguments.size() - 1) : arguments;
        List<Node> path = CommandTree.path(words);
        boolean group = !path.get(path.size() - 1).children().isEmpty();
        if (path.size() != words.size() + 1 || (words.size() == arguments.size() && !group)) {
            return Optional.empty();
        }
        return Optional.ofNullable(read().get(words(path))).map(Chapter::text);
    }

    /** Returns the words of a command: {@code launcho target set}. */
    static String words(List<Node> path) {
        return path.stream().map(Node::name).collect(Collectors.joining(" "));
    }

    /** Returns the chapters by the words of their commands, in the order of the list of commands. */
    static Map<String, Chapter> read() {
        Map<String, Chapter> chapters = new LinkedHashMap<>();
        try (InputStream in = CachedHelp.class.getResourceAsStream("help.txt")) {
            if (in == null) {
                return chapters;
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String title = "";
            StringBuilder text = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(CHAPTER)) {
                    close(chapters, title, text);
                    title = line.substring(CHAPTER.length());
                    text.setLength(0);
                } else {
                    text.append(line).append('\n');
                }
            }
            close(chapters, title, text);
            return chapters;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Map<String, Chapter> chapters, String title, StringBuilder text) {
        int tab = title.indexOf('\t');
        if (tab > 0) {
            chapters.put(title.substring(0, tab), new Chapter(title.substring(tab + 1), text.toString()));
        }
    }
}

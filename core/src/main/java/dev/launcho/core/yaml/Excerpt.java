package dev.launcho.core.yaml;

import java.util.Optional;
import java.util.regex.Pattern;

/** The source line of a problem with a caret below. Safe to print: control characters are shown as {@code ?}. */
final class Excerpt {
    /** Code points of a source line that are shown; of a longer one, the part around the caret. */
    private static final int WIDTH = 100;

    /** Line ends as YAML 1.1 has them, so that numbers agree with SnakeYAML's marks. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

    private Excerpt() {}

    static Optional<String> of(Problem problem, String source) {
        String[] lines = LINE_END.split(source, -1);
        if (problem.line() > lines.length) {
            return Optional.empty();
        }
        int[] line = withoutMark(lines[problem.line() - 1], problem.line())
                .codePoints()
                .map(Excerpt::printable)
                .toArray();
        int caret = Math.min(problem.column() - 1, line.length);
        int from = line.length <= WIDTH ? 0 : Math.max(0, Math.min(caret - WIDTH / 2, line.length - WIDTH));
        int to = Math.min(line.length, from + WIDTH);
        String before = from > 0 ? "…" : "";
        String shown = before + new String(line, from, to - from) + (to < line.length ? "…" : "");
        int carets = Math.max(1, Math.min(problem.length(), to - caret));
        String hint = problem.hint().isEmpty() ? "" : " " + problem.hint();
        return Optional.of("%4d | %s\n     | %s%s%s"
                .formatted(problem.line(), shown, padding(before, line, from, caret), "^".repeat(carets), hint));
    }

    /** Tabs stay tabs, so that the caret stands below its character whatever the terminal's tab stops are. */
    private static String padding(String before, int[] line, int from, int caret) {
        StringBuilder padding = new StringBuilder(" ".repeat(before.length()));
        for (int i = from; i < caret; i++) {
            padding.append(line[i] == '\t' ? '\t' : ' ');
        }
        return padding.toString();
    }

    private static String withoutMark(String line, int number) {
        return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    private static int printable(int c) {
        return c != '\t' && Quoted.unprintable(c) ? '?' : c;
    }
}

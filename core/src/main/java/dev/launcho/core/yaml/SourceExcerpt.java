package dev.launcho.core.yaml;

import dev.launcho.core.text.QuotedText;
import java.util.Locale;
import java.util.Optional;

/** The source line of a problem with a caret below it. Safe to print: control characters are shown as {@code ?}. */
final class SourceExcerpt {
    /** Most code points of a source line that are shown; of a longer line, the part around the caret is shown. */
    private static final int WIDTH = 100;

    private SourceExcerpt() {}

    static Optional<String> of(Problem problem, String source) {
        return line(source, problem.line()).map(line -> excerpt(problem, line));
    }

    private static String excerpt(Problem problem, String text) {
        int[] line = withoutMark(text, problem.line())
                .codePoints()
                .limit(problem.column() + 2L * WIDTH)
                .map(SourceExcerpt::printable)
                .toArray();
        int caret = Math.min(problem.column() - 1, line.length);
        int from = line.length <= WIDTH ? 0 : Math.max(0, Math.min(caret - WIDTH / 2, line.length - WIDTH));
        int to = Math.min(line.length, from + WIDTH);
        String before = from > 0 ? "…" : "";
        String shown = before + new String(line, from, to - from) + (to < line.length ? "…" : "");
        int carets = Math.max(1, Math.min(problem.length(), to - caret));
        String hint = problem.hint().isEmpty() ? "" : " " + problem.hint();
        return String.format(Locale.ROOT, "%4d | %s\n     | ", problem.line(), shown)
                + padding(before, line, from, caret)
                + "^".repeat(carets)
                + hint;
    }

    private static Optional<String> line(String source, int number) {
        int start = 0;
        for (int line = 1; line < number; line++) {
            start = next(source, start);
            if (start < 0) {
                return Optional.empty();
            }
        }
        int end = start;
        while (end < source.length() && !isLineEnd(source.charAt(end))) {
            end++;
        }
        return Optional.of(source.substring(start, end));
    }

    /** Returns the index where the next line starts; -1 if there is none. */
    private static int next(String source, int start) {
        for (int i = start; i < source.length(); i++) {
            if (isLineEnd(source.charAt(i))) {
                return source.startsWith("\r\n", i) ? i + 2 : i + 1;
            }
        }
        return -1;
    }

    /** Returns whether this is a line end of YAML 1.1, so that line numbers agree with SnakeYAML's marks. */
    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /**
     * Returns the blanks before the caret. Tabs stay tabs, so that the caret is below its character whatever the
     * terminal's tab stops are.
     */
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
        return c != '\t' && QuotedText.unprintable(c) ? '?' : c;
    }
}

package dev.launcho.cli.line;

import dev.launcho.core.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The problems of a file for a person: each with its line and a caret, and their number at the end. */
public final class ProblemList {
    private ProblemList() {}

    /**
     * Returns lines for the user; none if there are no problems.
     *
     * @param text the file, UTF-8
     * @param then the end of the last line, behind the count
     */
    public static List<String> lines(List<Problem> problems, byte[] text, String then) {
        if (problems.isEmpty()) {
            return List.of();
        }
        String source = new String(text, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.add("error: " + problem.render(source)));
        lines.add(problems.size() + (problems.size() == 1 ? " error" : " errors") + then);
        return lines;
    }
}

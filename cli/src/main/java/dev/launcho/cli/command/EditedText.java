package dev.launcho.cli.command;

import dev.launcho.core.target.TargetReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Puts what is wrong with a text above it, as comments for the next round in the editor, and takes them away again. */
final class EditedText {
    /** Nobody writes this by hand: its lines are taken away wherever they stand. */
    private static final String MARK = "# launcho>> ";

    private static final Pattern OURS = Pattern.compile("(?m)^" + MARK + ".*\n?");

    private EditedText() {}

    /** Without the comments of the round before. */
    static String without(String text) {
        return OURS.matcher(text).replaceAll("");
    }

    /** The lines of the problems count the comments: they are those that the editor shows. */
    static String withProblems(String file, String text) {
        int comments = TargetReader.read(file, text).problems().size() + 1;
        String shifted = MARK.strip().concat("\n").repeat(comments) + text;
        List<String> lines = new ArrayList<>();
        TargetReader.read(file, shifted).problems().forEach(problem -> lines.add(problem.toString()));
        return with(lines, text);
    }

    static String with(List<String> problems, String text) {
        StringBuilder all = new StringBuilder(
                MARK + "not sent. These lines are taken away again; save without a change to" + " give up\n");
        problems.forEach(
                problem -> all.append(MARK).append(problem.replace('\n', ' ')).append('\n'));
        return all.append(text).toString();
    }
}

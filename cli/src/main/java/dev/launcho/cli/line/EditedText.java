package dev.launcho.cli.line;

import dev.launcho.core.spec.TargetReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A text with its problems above it, as comments for the next round in the editor, which are removed afterwards. */
public final class EditedText {
    /** Nobody writes this by hand: lines that begin with it are removed wherever they stand. */
    private static final String MARK = "# launcho>> ";

    private static final Pattern OURS = Pattern.compile("(?md)^" + MARK + ".*\n?");

    private EditedText() {}

    /** Returns the text without the comments of the round before. All other bytes stay, even those that are not UTF-8. */
    public static byte[] without(byte[] text) {
        String each = new String(text, StandardCharsets.ISO_8859_1); // One character for a byte.
        return OURS.matcher(each).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] with(List<String> problems, byte[] text) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(with(problems, "").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(text);
        return all.toByteArray();
    }

    /** Returns the text below its problems. Their line numbers include these comments, as the editor counts. */
    public static String withProblems(String file, String text) {
        int comments = TargetReader.read(file, text).problems().size() + 1;
        String shifted = MARK.strip().concat("\n").repeat(comments) + text;
        List<String> lines = new ArrayList<>();
        TargetReader.read(file, shifted).problems().forEach(problem -> lines.add(problem.toString()));
        return with(lines, text);
    }

    public static String with(List<String> problems, String text) {
        StringBuilder all =
                new StringBuilder(MARK + "not sent. Launcho removes these lines; save without a change to give up\n");
        problems.forEach(
                problem -> all.append(MARK).append(problem.replace('\n', ' ')).append('\n'));
        return all.append(text).toString();
    }
}

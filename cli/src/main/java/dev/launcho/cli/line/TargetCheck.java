package dev.launcho.cli.line;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.yaml.Problem;
import java.util.List;

/** The check of a target before it is sent, so that a typing error costs no round trip. */
public final class TargetCheck {
    /** In bytes, well above what a target may have: the reader itself reports one that is too large. */
    public static final int LARGEST = 8 * 1024 * 1024;

    private TargetCheck() {}

    /** Returns the name of a file for messages. */
    public static String name(String file) {
        return file.equals("-") ? "stdin" : file;
    }

    /** Returns lines for the user, the last with the count; empty if the target is valid. */
    public static List<String> problems(String file, byte[] text) {
        return problems(file, text, ", nothing sent");
    }

    /** Returns a failure with all problems, for programs. */
    public static Failure failure(String file, byte[] text) {
        List<Problem> problems = TargetReader.read(file, text).problems();
        return new Failure(
                ExitCode.INVALID, problems.stream().map(Problem::toString).toList(), problems);
    }

    /** @param then the end of the last line, behind the count */
    public static List<String> problems(String file, byte[] text, String then) {
        return ProblemList.lines(TargetReader.read(file, text).problems(), text, then);
    }
}

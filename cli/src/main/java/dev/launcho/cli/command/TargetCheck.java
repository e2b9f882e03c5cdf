package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.yaml.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Checks a target before it is sent, so that a typing error costs no round trip. */
final class TargetCheck {
    /** Well beyond what a target may have: the reader says so in its own words. */
    static final int LARGEST = 8 * 1024 * 1024;

    private TargetCheck() {}

    /** A file as messages name it. */
    static String name(String file) {
        return file.equals("-") ? "stdin" : file;
    }

    /** Lines for the user, the last with the count; empty if the target is good. */
    static List<String> problems(String file, byte[] text) {
        return problems(file, text, ", nothing sent");
    }

    /** For programs: the first problem, its hint, and the others, without the lines that they are in. */
    static Failure failure(String file, byte[] text) {
        List<String> lines = new ArrayList<>();
        for (Problem p : TargetReader.read(file, text).problems()) {
            if (!lines.isEmpty()) {
                lines.add(p.toString());
                continue;
            }
            lines.add(new Problem(p.file(), p.line(), p.column(), p.message(), "", p.length()).toString());
            if (!p.hint().isEmpty()) {
                lines.add(p.hint());
            }
        }
        return new Failure(ExitCode.INVALID, lines);
    }

    /** @param then what becomes of the target, after the count */
    static List<String> problems(String file, byte[] text, String then) {
        List<Problem> problems = TargetReader.read(file, text).problems();
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

package dev.launcho.cli.line;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.render.Console;
import dev.launcho.core.yaml.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A failure as JSON: {@code {"error":{"code","message","file","line","column","hint","problems"}}}. */
public final class ErrorJson {
    /** The option, also at the end of a cluster of short options that take no value: {@code -ao json}. */
    private static final Pattern OPTION = Pattern.compile("-[afhpty]*o|--output");

    private static final Pattern OPTION_WITH_VALUE = Pattern.compile("(-[afhpty]*o=?|--output=)(?i:json)");

    private ErrorJson() {}

    /** Returns whether the arguments ask for JSON, even if they are invalid otherwise. */
    public static boolean wanted(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String one = arguments.get(i);
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            if (one.equals("--")) {
                return false;
            }
            boolean here = OPTION_WITH_VALUE.matcher(one).matches();
            if (here || (OPTION.matcher(one).matches() && next.equalsIgnoreCase("json"))) {
                return true;
            }
        }
        return false;
    }

    /** Prints a failure, as JSON or for people. */
    public static void report(Console console, Failure failure, boolean json) {
        if (json) {
            console.err().println(Json.line(write(failure)));
        } else {
            console.error(failure.lines());
        }
    }

    /** Writes a failure. The members beside {@code problems} are those of the first problem, as earlier versions had only one. */
    static JsonObject write(Failure failure) {
        List<String> lines = failure.lines();
        Problem first = failure.problems().isEmpty()
                ? unplaced(lines)
                : failure.problems().get(0);
        boolean placed = !failure.problems().isEmpty();
        JsonObject error = Json.object(
                "code", code(failure.exit()),
                "message", first.message(),
                "file", first.file(),
                "line", placed ? first.line() : 0,
                "column", placed ? first.column() : 0,
                "hint", first.hint());
        if (!failure.problems().isEmpty()) {
            error.put("problems", Json.array(failure.problems(), RecordJson::write));
        }
        return Json.object("error", error);
    }

    /** @param lines the first says what failed, the others how to go on */
    private static Problem unplaced(List<String> lines) {
        String first = lines.isEmpty() ? "" : lines.get(0);
        String hint = lines.size() < 2 ? "" : String.join("\n", lines.subList(1, lines.size()));
        return new Problem("", 0, 0, first, hint, 1);
    }

    private static String code(ExitCode exit) {
        return exit.name().toLowerCase(Locale.ROOT);
    }
}

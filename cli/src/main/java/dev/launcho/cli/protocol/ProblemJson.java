package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.yaml.Problem;
import java.util.List;

/** The problems of a file, in the errors of the server and of commands. */
public final class ProblemJson {
    private ProblemJson() {}

    /** Adds the member {@code problems} to an {@code error} object, if there are any. */
    public static void write(JsonObject error, List<Problem> problems) {
        if (!problems.isEmpty()) {
            error.put("problems", Json.array(problems, ProblemJson::write));
        }
    }

    private static JsonObject write(Problem p) {
        return Json.object(
                "file", p.file(),
                "line", p.line(),
                "column", p.column(),
                "key", p.key(),
                "message", p.message(),
                "hint", p.hint());
    }

    /** @param error an {@code error} object */
    public static List<Problem> read(JsonObject error) {
        return Json.objects(error, "problems", ProblemJson::problem);
    }

    private static Problem problem(JsonObject json) {
        return new Problem(
                Json.string(json, "file"),
                json.getInt("line"),
                json.getInt("column"),
                Json.string(json, "key"),
                Json.string(json, "message"),
                Json.string(json, "hint"),
                1);
    }
}

package dev.launcho.cli.server.http;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.core.yaml.Problem;
import java.util.List;

/** An error that ends a request with a 4xx or 5xx status, and a body that says why. */
public final class HttpError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final transient List<String> lines;
    private final transient List<Problem> problems;

    /** @param code a word for programs, such as {@code not_found} */
    public HttpError(int status, String code, List<String> lines) {
        this(status, code, lines, List.of());
    }

    /** @param problems the problems of the file that was sent */
    HttpError(int status, String code, List<String> lines, List<Problem> problems) {
        super(String.join("\n", lines), null, false, false);
        this.status = status;
        this.code = code;
        this.lines = List.copyOf(lines);
        this.problems = List.copyOf(problems);
    }

    public HttpError(int status, String code, String line) {
        this(status, code, List.of(line));
    }

    public static HttpError badRequest(String line) {
        return new HttpError(400, "bad_request", line);
    }

    public int status() {
        return status;
    }

    /** Returns {@code {"error":{"code","message","lines","request_id","problems"}}}: the message is the first line. */
    JsonObject json(String requestId) {
        JsonObject error = Json.object(
                "code", code, "message", lines.get(0), "lines", Json.strings(lines), "request_id", requestId);
        if (!problems.isEmpty()) {
            error.put("problems", Json.array(problems, RecordJson::write));
        }
        return Json.object("error", error);
    }
}

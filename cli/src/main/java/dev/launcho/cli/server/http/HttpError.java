package dev.launcho.cli.server.http;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.util.List;

/** Ends a request with a status of 4xx or 5xx and a body that tells why. */
public final class HttpError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;
    private final transient List<String> lines;

    /** @param code a word for programs, {@code not_found} */
    public HttpError(int status, String code, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.status = status;
        this.code = code;
        this.lines = List.copyOf(lines);
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

    /** {@code {"error":{"code","message","lines","request_id"}}}: the message is the first line. */
    JsonObject json(String requestId) {
        return Json.object(
                "error",
                Json.object(
                        "code", code, "message", lines.get(0), "lines", Json.strings(lines), "request_id", requestId));
    }
}

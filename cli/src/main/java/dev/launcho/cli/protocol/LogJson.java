package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.logs.LogPart;

/**
 * The lines of {@code GET /v1/logs}: each tells of a part of a log, and is followed by as many bytes as it says. One
 * with only {@code at} is a heartbeat, one with {@code end} the last, one with {@code error} says why it is.
 */
public final class LogJson {
    private LogJson() {}

    public static JsonObject write(LogPart part) {
        if (part.isSilence()) {
            return Json.object("at", part.at().toString(), "bytes", 0);
        }
        return Json.object(
                "process", part.process(),
                "instance", part.instance(),
                "at", part.at().toString(),
                "offset", part.offset(),
                "next", part.next(),
                "bytes", part.bytes().length);
    }

    public static JsonObject end() {
        return Json.object("end", true, "bytes", 0);
    }

    public static JsonObject error(String message) {
        return Json.object("error", message, "bytes", 0);
    }

    /** @param bytes those that followed the line */
    public static LogPart read(JsonObject json, byte[] bytes) {
        return new LogPart(
                Json.string(json, "process"),
                Json.string(json, "instance"),
                Json.instant(json, "at"),
                json.getLong("offset"),
                json.getLong("next"),
                bytes);
    }
}

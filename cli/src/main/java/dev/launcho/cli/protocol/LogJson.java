package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.logs.LogPart;

/**
 * The lines of {@code GET /v1/logs}. Each line describes a part of a log, and is followed by as many bytes as it says. A
 * line with {@code lost} says how many bytes before it are known to be gone, because the program has truncated its log. Its
 * own bytes are a sentence that says so. A line with {@code at} and no {@code process} is a heartbeat. A line with
 * {@code end} or {@code error} is the last, and {@code error} says why.
 */
public final class LogJson {
    private LogJson() {}

    public static JsonObject write(LogPart part) {
        if (part.isSilence()) {
            return Json.object("at", part.at().toString(), "bytes", 0);
        }
        JsonObject json = Json.object(
                "process", part.process(),
                "instance", part.instance(),
                "at", part.at().toString(),
                "offset", part.offset(),
                "next", part.next(),
                "bytes", part.bytes().length);
        if (part.lost() != LogPart.NOTHING) {
            json.put("lost", part.lost());
        }
        return json;
    }

    public static JsonObject end() {
        return Json.object("end", true, "bytes", 0);
    }

    public static JsonObject error(String message) {
        return Json.object("error", message, "bytes", 0);
    }

    /** @param bytes the bytes that followed the line */
    public static LogPart read(JsonObject json, byte[] bytes) {
        return new LogPart(
                Json.string(json, "process"),
                Json.string(json, "instance"),
                Json.instant(json, "at"),
                json.getLong("offset"),
                json.getLong("next"),
                bytes,
                json.getLong("lost", LogPart.NOTHING));
    }
}

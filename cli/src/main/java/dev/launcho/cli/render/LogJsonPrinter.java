package dev.launcho.cli.render;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.logs.LogPart;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A printer of logs for programs: one JSON object a line, with {@code time}, {@code process}, {@code instance} and {@code text},
 * a line of the log without its end. A line that has no end yet waits for it; of more than 64 KiB it is several objects, all but
 * the last with {@code "partial": true}. {@code lost} says how many bytes are gone before it. One thread.
 */
public final class LogJsonPrinter {
    /** Most bytes of a text. */
    static final int LONGEST = 64 * 1024;

    private final OutputStream out;
    /** The lines that have no end yet, by instance. */
    private final Map<String, Begun> begun = new LinkedHashMap<>();

    /** A line whose end has yet to come, with the part that it began in. */
    private record Begun(LogPart part, ByteArrayOutputStream bytes) {}

    public LogJsonPrinter(OutputStream out) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
    }

    public void print(LogPart part) throws IOException {
        if (part.lost() != LogPart.NOTHING) {
            finish(part.instance());
            JsonObject json = json(part, part.bytes());
            json.put("lost", part.lost());
            write(json);
        } else {
            for (byte one : part.bytes()) {
                take(part, one);
            }
        }
        if (part.bytes().length > 0) {
            out.flush();
        }
    }

    private void take(LogPart part, byte one) throws IOException {
        Begun line = begun.computeIfAbsent(part.instance(), name -> new Begun(part, new ByteArrayOutputStream()));
        if (one == '\n') {
            begun.remove(part.instance());
            write(json(line.part(), line.bytes().toByteArray()));
            return;
        }
        if (line.bytes().size() >= LONGEST) {
            JsonObject json = json(line.part(), line.bytes().toByteArray());
            json.put("partial", true);
            write(json);
            line.bytes().reset();
        }
        line.bytes().write(one);
    }

    /** Prints the lines that have no end. */
    public void finish() throws IOException {
        for (String instance : begun.keySet().toArray(String[]::new)) {
            finish(instance);
        }
        out.flush();
    }

    private void finish(String instance) throws IOException {
        Begun line = begun.remove(instance);
        if (line != null) {
            write(json(line.part(), line.bytes().toByteArray()));
        }
    }

    private static JsonObject json(LogPart part, byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        return Json.object(
                "time",
                part.at().toString(),
                "process",
                part.process(),
                "instance",
                part.instance(),
                "text",
                new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    private void write(JsonObject json) throws IOException {
        out.write((Json.line(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

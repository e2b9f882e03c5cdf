package dev.launcho.cli.render;

import dev.launcho.cli.render.Paint.Colour;
import dev.launcho.core.logs.LogPart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;

/** Prints parts of logs: bytes as they are, or each line behind its instance's name, its time, or both. One thread. */
public final class LogPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private final Paint paint;
    private final boolean named;
    private final boolean timed;
    private final Set<String> logs = new HashSet<>();
    private final Set<String> inLine = new HashSet<>();
    private String last = "";

    /**
     * @param named whether there may come to be several logs; where there are, names are shown anyway
     * @param timed whether each line is to begin with its time
     */
    public LogPrinter(OutputStream out, Paint paint, boolean named, boolean timed) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
        this.paint = paint;
        this.named = named;
        this.timed = timed;
    }

    public void print(LogPart part) throws IOException {
        logs.add(part.instance());
        byte[] bytes = part.bytes();
        if (bytes.length == 0) {
            return;
        }
        boolean names = named || logs.size() > 1;
        if (!names && !timed) {
            out.write(bytes);
            out.flush();
            return;
        }
        if (!last.equals(part.instance()) && inLine.remove(last)) {
            // Should its line go on later, it does so behind its name again.
            out.write('\n');
        }
        byte[] head = head(part, names);
        for (int from = 0; from < bytes.length; ) {
            int to = end(bytes, from);
            if (!inLine.contains(part.instance())) {
                out.write(head);
            }
            out.write(bytes, from, to - from);
            if (bytes[to - 1] == '\n') {
                inLine.remove(part.instance());
            } else {
                inLine.add(part.instance());
            }
            from = to;
        }
        last = part.instance();
        out.flush();
    }

    private byte[] head(LogPart part, boolean names) {
        String when = timed ? paint.paint(Colour.GREY, TIME.format(part.at())) + " " : "";
        String name = names ? paint.paint(colour(part.instance()), part.instance()) + " | " : "";
        return (when + name).getBytes(StandardCharsets.UTF_8);
    }

    /** The same for an instance every time. */
    private static Colour colour(String instance) {
        Colour[] all = {Colour.GREEN, Colour.YELLOW, Colour.BOLD, Colour.GREY};
        return all[Math.floorMod(instance.hashCode(), all.length)];
    }

    private static int end(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(bytes.length, at + 1);
    }
}

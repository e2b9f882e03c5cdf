package dev.launcho.cli.render;

import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.core.logs.LogPart;
import dev.launcho.core.logs.NamedLines;
import dev.launcho.core.text.QuotedText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A printer of parts of logs: bytes as they are, or each line behind its instance's name, its time, or both. One thread. */
public final class LogPrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private final AnsiStyle paint;
    private final boolean named;
    private final boolean timed;
    private final boolean visible;
    private final Set<String> logs = new HashSet<>();
    private final NamedLines lines = new NamedLines();

    /**
     * @param named whether to show names from the start; with several logs they are shown anyway
     * @param timed whether each line is to begin with its time
     * @param visible whether to show the bytes that would control a terminal, see {@link VisibleBytes}
     */
    public LogPrinter(OutputStream out, AnsiStyle paint, boolean named, boolean timed, boolean visible) {
        this.out = new BufferedOutputStream(out, 64 * 1024);
        this.paint = paint;
        this.named = named;
        this.timed = timed;
        this.visible = visible;
    }

    public void print(LogPart part) throws IOException {
        write(visible ? part.with(VisibleBytes.of(part.bytes())) : part);
    }

    private void write(LogPart part) throws IOException {
        logs.add(part.instance());
        boolean names = named || logs.size() > 1;
        if (names || timed) {
            lines.write(part, head(part, names), out);
        } else {
            out.write(part.bytes());
        }
        if (part.bytes().length > 0) {
            out.flush();
        }
    }

    private String head(LogPart part, boolean names) {
        String when = timed ? paint.paint(Colour.GREY, TIME.format(part.at())) + " " : "";
        return when + (names ? paint.paint(colour(part.instance()), QuotedText.clean(part.instance())) + " | " : "");
    }

    /** Returns a colour that is always the same for an instance. */
    private static Colour colour(String instance) {
        Colour[] all = {Colour.GREEN, Colour.YELLOW, Colour.BOLD, Colour.GREY};
        return all[Math.floorMod(instance.hashCode(), all.length)];
    }
}

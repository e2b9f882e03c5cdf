package dev.launcho.cli.render;

import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.core.event.Event;
import dev.launcho.core.text.QuotedText;
import java.util.Locale;

/** The form of an event on one line. */
public final class EventLine {
    private EventLine() {}

    /** @param when a time or an age */
    public static String of(Event event, String when, AnsiStyle paint) {
        String severity = String.format(Locale.ROOT, "%-7s", event.severity().word());
        return String.format(Locale.ROOT, "%-8s", when) + "  " + paint.paint(colour(event.severity()), severity) + "  "
                + QuotedText.clean(event.subject() + ": " + event.message());
    }

    private static Colour colour(Event.Severity severity) {
        return switch (severity) {
            case ERROR -> Colour.RED;
            case WARNING -> Colour.YELLOW;
            case INFO -> Colour.PLAIN;
        };
    }
}

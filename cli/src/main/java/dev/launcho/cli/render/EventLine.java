package dev.launcho.cli.render;

import dev.launcho.cli.render.Paint.Colour;
import dev.launcho.core.admin.EventView;

/** One event on one line. */
public final class EventLine {
    private EventLine() {}

    /** @param when a time or an age */
    public static String of(EventView event, String when, Paint paint) {
        String severity = String.format("%-7s", event.severity());
        return String.format("%-8s", when) + "  " + paint.paint(colour(event.severity()), severity) + "  "
                + event.subject() + ": " + event.message();
    }

    private static Colour colour(String severity) {
        return switch (severity) {
            case "error" -> Colour.RED;
            case "warning" -> Colour.YELLOW;
            default -> Colour.PLAIN;
        };
    }
}

package dev.launcho.cli.render;

import dev.launcho.core.event.FieldChange;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.intent.PlannedChange;
import dev.launcho.core.text.DurationFormat;
import dev.launcho.core.text.QuotedText;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as lines for people:
 *
 * <pre>
 * ~ web     rolling, 2 instances
 *     env.PORT          "1" → "2"
 *     env.DATABASE_URL  ${DATABASE_URL} changed (91ab… → 07cd…)
 * + cron    new, 1 instance
 * - legacy  removed, its connections drain; 3 connections drain ≤30s
 * </pre>
 */
public final class PlanPrinter {
    private final AnsiStyle paint;
    private final List<String> lines = new ArrayList<>();

    private PlanPrinter(AnsiStyle paint) {
        this.paint = paint;
    }

    public static List<String> lines(ChangePreview plan, AnsiStyle paint) {
        PlanPrinter printer = new PlanPrinter(paint);
        int width = 0;
        for (PlannedChange item : plan.changes().processes()) {
            width = Math.max(width, item.name().length());
        }
        for (PlannedChange item : plan.changes().services()) {
            width = Math.max(width, "service ".length() + item.name().length());
        }
        for (PlannedChange item : plan.changes().processes()) {
            printer.item(item.name(), item, width);
        }
        for (PlannedChange item : plan.changes().services()) {
            printer.item("service " + item.name(), item, width);
        }
        return printer.lines;
    }

    private void item(String name, PlannedChange item, int width) {
        String head = sign(item.effect()) + " " + name + " ".repeat(width - name.length()) + "  " + item.how()
                + connections(item);
        String why = item.fields().isEmpty() && !item.causes().isEmpty()
                ? " (" + String.join("; ", item.causes()) + ")"
                : "";
        lines.add(paint.paint(colour(item.effect()), QuotedText.clean(head + why)));
        int keys = 0;
        for (FieldChange field : item.fields()) {
            keys = Math.max(keys, field.key().length());
        }
        for (FieldChange field : item.fields()) {
            String key = field.key() + " ".repeat(keys - field.key().length());
            lines.add(QuotedText.clean("    " + key + "  " + difference(field)));
        }
    }

    private static String difference(FieldChange field) {
        if (!field.secret().isEmpty()) {
            String reference = "${" + field.secret() + "} ";
            return field.before().isEmpty()
                    ? reference + "set (" + field.after() + ")"
                    : reference + "changed (" + field.before() + " → " + field.after() + ")";
        }
        if (field.before().isEmpty()) {
            return field.after() + " added";
        }
        return field.after().isEmpty() ? field.before() + " removed" : field.before() + " → " + field.after();
    }

    private static String connections(PlannedChange item) {
        if (item.connections() == 0) {
            return "";
        }
        String open = item.connections() == 1 ? "1 connection" : item.connections() + " connections";
        return item.drain().isZero() ? ": " + open : "; " + open + " drain ≤" + DurationFormat.format(item.drain());
    }

    private static String sign(PlannedChange.Effect effect) {
        return switch (effect) {
            case ADDED -> "+";
            case REMOVED -> "-";
            case WAITING -> "?";
            case ADJUSTED, REPLACED, MOVED, RELEASED, UNKNOWN -> "~";
        };
    }

    private static AnsiStyle.Colour colour(PlannedChange.Effect effect) {
        return switch (effect) {
            case ADDED -> AnsiStyle.Colour.GREEN;
            case REMOVED -> AnsiStyle.Colour.RED;
            case ADJUSTED, REPLACED, MOVED, WAITING, RELEASED, UNKNOWN -> AnsiStyle.Colour.YELLOW;
        };
    }
}

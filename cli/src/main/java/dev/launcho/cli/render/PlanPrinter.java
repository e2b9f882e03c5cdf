package dev.launcho.cli.render;

import dev.launcho.core.admin.PlanView;
import dev.launcho.core.yaml.Durations;
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
 * - legacy  removed, its connections drain: 3 open, at most 30s
 * </pre>
 */
public final class PlanPrinter {
    private final Paint paint;
    private final List<String> lines = new ArrayList<>();

    private PlanPrinter(Paint paint) {
        this.paint = paint;
    }

    public static List<String> lines(PlanView plan, Paint paint) {
        PlanPrinter printer = new PlanPrinter(paint);
        int width = 0;
        for (PlanView.Item item : plan.processes()) {
            width = Math.max(width, item.name().length());
        }
        for (PlanView.Item item : plan.services()) {
            width = Math.max(width, "service ".length() + item.name().length());
        }
        for (PlanView.Item item : plan.processes()) {
            printer.item(item.name(), item, width);
        }
        for (PlanView.Item item : plan.services()) {
            printer.item("service " + item.name(), item, width);
        }
        return printer.lines;
    }

    private void item(String name, PlanView.Item item, int width) {
        String sign = sign(item.effect());
        String head = sign + " " + name + " ".repeat(width - name.length()) + "  " + item.how() + connections(item);
        String why = item.fields().isEmpty() && !item.causes().isEmpty()
                ? " (" + String.join("; ", item.causes()) + ")"
                : "";
        lines.add(paint.paint(colour(sign), head + why));
        int keys = 0;
        for (PlanView.Field field : item.fields()) {
            keys = Math.max(keys, field.key().length());
        }
        for (PlanView.Field field : item.fields()) {
            lines.add("    " + field.key() + " ".repeat(keys - field.key().length()) + "  " + difference(field));
        }
    }

    private static String difference(PlanView.Field field) {
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

    private static String connections(PlanView.Item item) {
        if (item.connections() == 0) {
            return "";
        }
        String open = item.connections() == 1 ? "1 connection" : item.connections() + " connections";
        return item.drain().isZero() ? ": " + open : "; " + open + " drain ≤" + Durations.format(item.drain());
    }

    private static String sign(String effect) {
        return switch (effect) {
            case "added" -> "+";
            case "removed" -> "-";
            case "waiting" -> "?";
            default -> "~";
        };
    }

    private static Paint.Colour colour(String sign) {
        return switch (sign) {
            case "+" -> Paint.Colour.GREEN;
            case "-" -> Paint.Colour.RED;
            default -> Paint.Colour.YELLOW;
        };
    }
}

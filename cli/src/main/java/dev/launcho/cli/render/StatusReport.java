package dev.launcho.cli.render;

import dev.launcho.cli.render.Paint.Colour;
import dev.launcho.cli.render.Table.Cell;
import dev.launcho.cli.render.Table.Column;
import dev.launcho.core.admin.EventView;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.StatusView.Instance;
import dev.launcho.core.admin.StatusView.Process;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code launcho status} shows: failing rows are explained where they stand. */
public final class StatusReport {
    private static final int EVENTS = 10;
    private static final Set<String> WELL = Set.of("ok", "completed");
    private static final Set<String> WRONG = Set.of("backoff", "failed");
    private static final Set<String> WRONG_PHASES = Set.of("unready", "exited");

    private final StatusView status;
    private final Instant now;
    private final int width;
    private final Paint paint;

    public StatusReport(StatusView status, Instant now, int width, Paint paint) {
        this.status = status;
        this.now = now;
        this.width = width;
        this.paint = paint;
    }

    /** @param server as the header names it */
    public List<String> lines(String server) {
        List<String> lines = new ArrayList<>();
        lines.add(header(server));
        Table processes = processes();
        if (!processes.isEmpty()) {
            lines.addAll(processes.render(width, paint));
        }
        Table services = services();
        if (!services.isEmpty()) {
            lines.addAll(services.render(width, paint));
        }
        if (processes.isEmpty() && services.isEmpty()) {
            lines.add("nothing to run yet: launcho target set FILE");
        }
        lines.addAll(events());
        return lines;
    }

    private String header(String server) {
        String revision = status.revision() == 0
                ? "no target set"
                : "rev " + status.revision() + ", " + Ages.since(status.revisionAt(), now) + " ago by "
                        + status.revisionBy();
        return server + "   launcho " + status.version() + "   up " + Ages.since(status.startedAt(), now) + "   "
                + revision;
    }

    private Table processes() {
        Table table = new Table(List.of(
                Column.left("PROCESS", 9),
                Column.left("INSTANCE", 9),
                Column.left("STATE", 9),
                Column.left("READY", 8),
                Column.right("RESTARTS", 6),
                Column.right("UPTIME", 7),
                Column.right("CPU", 5),
                Column.right("MEM", 5),
                Column.right("CONNS", 5),
                Column.left("PORTS", 4)));
        for (Process process : status.processes()) {
            if (process.instances().isEmpty()) {
                table.row(bare(process));
            }
            for (Instance instance : process.instances()) {
                table.row(row(process, instance));
                if (!instance.detail().isEmpty() && !instance.ready()) {
                    table.remark(new Cell(instance.detail(), colour(process, instance)));
                }
                if (!instance.traffic().ejectedFor().isZero()) {
                    table.remark(new Cell(ejected(instance), Colour.RED));
                }
            }
            if (!WELL.contains(process.state()) || !process.detail().isEmpty()) {
                table.remark(new Cell(summary(process), colour(process)));
            }
        }
        return table;
    }

    private static List<Cell> bare(Process process) {
        Colour colour = colour(process);
        String ready = process.ready() + "/" + process.wanted();
        return List.of(
                Cell.of(process.name()),
                new Cell(mark(colour) + " -", colour),
                new Cell(process.state(), colour),
                Cell.of(ready),
                Cell.of(""),
                Cell.of(""),
                Cell.of(""),
                Cell.of(""),
                Cell.of(""),
                Cell.of(""));
    }

    private List<Cell> row(Process process, Instance instance) {
        Colour colour = colour(process, instance);
        return List.of(
                Cell.of(process.name()),
                new Cell(mark(colour) + " " + instance.id(), colour),
                new Cell(instance.state(), colour),
                Cell.of(instance.ready() ? "yes" : "no"),
                Cell.of(instance.restarts()),
                Cell.of(Ages.since(instance.startedAt(), now)),
                Cell.of(cpu(instance.cpu())),
                Cell.of(instance.memory() < 0 ? "" : Sizes.brief(instance.memory())),
                Cell.of(instance.connections()),
                Cell.of(ports(instance.ports())));
    }

    private static String ejected(Instance instance) {
        long seconds = Math.max(1, instance.traffic().ejectedFor().toSeconds());
        return "ejected, gets no new connections for " + seconds + "s: connects to it have failed";
    }

    private static String summary(Process process) {
        String counts = process.state() + ", " + process.ready() + "/" + process.wanted() + " ready";
        return process.detail().isEmpty() ? counts : counts + ": " + process.detail();
    }

    /** Percent of one core; tenths matter only where there is little. */
    private static String cpu(double percent) {
        return percent < 0 ? "" : String.format(Locale.ROOT, percent < 9.95 ? "%.1f%%" : "%.0f%%", percent);
    }

    private static String ports(Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> port.getKey() + ":" + port.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Colour colour(Process process) {
        if (WRONG.contains(process.state())) {
            return Colour.RED;
        }
        return WELL.contains(process.state()) ? Colour.GREEN : Colour.YELLOW;
    }

    private static Colour colour(Process process, Instance instance) {
        if (instance.ready()) {
            return Colour.GREEN;
        }
        return WRONG.contains(process.state()) || WRONG_PHASES.contains(instance.state()) ? Colour.RED : Colour.YELLOW;
    }

    private static String mark(Colour colour) {
        return switch (colour) {
            case GREEN -> "●";
            case RED -> "✗";
            case PLAIN, YELLOW, GREY, BOLD -> "◌";
        };
    }

    private Table services() {
        Table table = new Table(List.of(
                Column.left("SERVICE", 9),
                Column.left("LISTEN", 9),
                Column.left("READY", 9),
                Column.right("CONNS", 8),
                Column.right("HELD", 6),
                Column.right("ACCEPTED", 5),
                Column.right("REFUSED", 7),
                Column.right("CUT", 4),
                Column.right("RETRIED", 3)));
        for (StatusView.Service service : status.services()) {
            boolean well = service.problem().isEmpty() && service.ready() >= service.total();
            Colour colour = well ? Colour.PLAIN : service.ready() == 0 ? Colour.RED : Colour.YELLOW;
            table.row(List.of(
                    Cell.of(service.name()),
                    Cell.of(service.on()),
                    new Cell(service.ready() + "/" + service.total(), colour),
                    Cell.of(service.connections()),
                    Cell.of(service.held()),
                    Cell.of(service.accepted()),
                    Cell.of(service.refused()),
                    Cell.of(service.traffic().cut()),
                    Cell.of(service.traffic().retried())));
            if (!service.problem().isEmpty()) {
                table.remark(new Cell(service.problem(), Colour.RED));
            }
        }
        return table;
    }

    private List<String> events() {
        List<EventView> all = status.events();
        if (all.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(paint.paint(Colour.BOLD, "EVENTS"));
        for (EventView event : all.subList(Math.max(0, all.size() - EVENTS), all.size())) {
            lines.add(EventLine.of(event, Ages.since(event.at(), now) + " ago", paint));
        }
        return lines;
    }
}

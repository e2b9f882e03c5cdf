package dev.launcho.cli.render;

import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.cli.render.TextTable.Cell;
import dev.launcho.cli.render.TextTable.Column;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.StatusView.Instance;
import dev.launcho.core.admin.StatusView.Process;
import dev.launcho.core.event.Event;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.text.QuotedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The output of {@code launcho status}, which explains a failing row right below it. */
public final class StatusReport {
    private static final int EVENTS = 10;
    private static final Set<String> WELL = Set.of("ok", "completed");
    private static final Set<String> WRONG = Set.of("backoff", "failed");
    private static final Set<String> WRONG_PHASES = Set.of("unready", "exited");

    private final StatusView status;
    private final Instant now;
    private final int width;
    private final AnsiStyle paint;
    private boolean wide;
    private boolean all;

    public StatusReport(StatusView status, Instant now, int width, AnsiStyle paint) {
        this.status = status;
        this.now = now;
        this.width = width;
        this.paint = paint;
    }

    /** Adds the columns of {@code -o wide}. */
    public StatusReport wide(boolean on) {
        wide = on;
        return this;
    }

    /** Adds the last events; instances that have ended come with the status. */
    public StatusReport events(boolean on) {
        all = on;
        return this;
    }

    /** @param server the name of the server in the header */
    public List<String> lines(String server) {
        List<String> lines = new ArrayList<>();
        lines.add(TextWidth.cut(QuotedText.clean(header(server)), width));
        TextTable processes = processes();
        if (!processes.isEmpty()) {
            lines.addAll(processes.render(width, paint));
        }
        TextTable services = services();
        if (!services.isEmpty()) {
            lines.addAll(services.render(width, paint));
        }
        if (processes.isEmpty() && services.isEmpty()) {
            lines.add(TextWidth.cut("nothing to run yet: launcho target set FILE", width));
        }
        if (all) {
            lines.addAll(events());
        }
        return lines;
    }

    private String header(String server) {
        String revision = status.revision() == 0
                ? "no target set"
                : "rev " + status.revision() + ", " + AgeFormat.since(status.revisionAt(), now) + " ago by "
                        + status.revisionBy();
        return server + "   launcho " + status.version() + "   up " + AgeFormat.since(status.startedAt(), now) + "   "
                + revision;
    }

    private TextTable processes() {
        List<Column> columns = new ArrayList<>(List.of(
                Column.left("PROCESS", 9),
                Column.left("INSTANCE", 9),
                Column.left("STATE", 9),
                Column.left("READY", 8),
                Column.right("RESTARTS", 6),
                Column.left("UPTIME", 7),
                Column.right("CPU", 5),
                Column.right("MEM", 5),
                Column.right("CONNS", 5),
                Column.left("PORTS", 4)));
        if (wide) {
            columns.addAll(List.of(Column.right("PID", 3), Column.right("FILES", 3), Column.left("VERSION", 2)));
        }
        TextTable table = new TextTable(columns);
        status.processes().forEach(process -> rows(table, process));
        for (StatusView.Ended e : status.ended()) {
            table.row(cells(
                    columns.size(),
                    List.of(
                            Cell.of(e.process()),
                            new Cell("◌ " + e.id(), Colour.GREY),
                            new Cell("ended", Colour.GREY),
                            Cell.of("no"),
                            Cell.of(""),
                            Cell.of(AgeFormat.since(e.at(), now) + " ago"))));
            if (!e.how().isEmpty()) {
                table.remark(new Cell(e.how(), Colour.GREY));
            }
        }
        return table;
    }

    private void rows(TextTable table, Process process) {
        if (process.failing().isPresent()) {
            failing(table, process, process.failing().get());
        } else if (process.instances().isEmpty()) {
            table.row(bare(table.columns(), process));
        }
        for (Instance instance : process.instances()) {
            table.row(row(table.columns(), process, instance));
            if (!instance.detail().isEmpty() && !instance.ready()) {
                table.remark(new Cell(instance.detail(), colour(process, instance)));
            }
            if (!instance.traffic().ejectedFor().isZero()) {
                table.remark(new Cell(ejected(instance), Colour.RED));
            }
        }
        boolean explained = process.failing().isPresent() && process.state().equals("backoff");
        if (!explained && (!WELL.contains(process.state()) || !process.detail().isEmpty())) {
            table.remark(new Cell(summary(process), colour(process)));
        }
    }

    /** Adds a row for the instance that ended, in the place of the next one. */
    private void failing(TextTable table, Process process, StatusView.Failing failing) {
        long wait = Math.max(0, Duration.between(now, failing.retryAt()).toMillis());
        table.row(cells(
                table.columns(),
                List.of(
                        Cell.of(process.name()),
                        new Cell("✗ " + (failing.instance().isEmpty() ? "-" : failing.instance()), Colour.RED),
                        new Cell("backoff", Colour.RED),
                        Cell.of("no"),
                        Cell.of(failing.restarts()),
                        Cell.of("retry in " + (wait + 999) / 1000 + "s"))));
        String line = failing.line().isEmpty() ? "" : "; last line: " + failing.line();
        table.remark(new Cell(failing.exit() + line + "    launcho logs " + process.name() + " -p", Colour.RED));
    }

    private static List<Cell> cells(int columns, List<Cell> first) {
        List<Cell> all = new ArrayList<>(first);
        while (all.size() < columns) {
            all.add(Cell.of(""));
        }
        return all;
    }

    private static List<Cell> bare(int columns, Process process) {
        Colour colour = colour(process);
        return cells(
                columns,
                List.of(
                        Cell.of(process.name()),
                        new Cell(mark(colour) + " -", colour),
                        new Cell(process.state(), colour),
                        Cell.of(process.ready() + "/" + process.wanted())));
    }

    private List<Cell> row(int columns, Process process, Instance instance) {
        Colour colour = colour(process, instance);
        ResourceUsage usage = instance.usage();
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(process.name()),
                new Cell(mark(colour) + " " + instance.id(), colour),
                new Cell(instance.state().equals("ready") ? "running" : instance.state(), colour),
                Cell.of(instance.ready() ? "yes" : "no"),
                Cell.of(instance.restarts()),
                Cell.of(AgeFormat.since(instance.startedAt(), now)),
                Cell.of(cpu(usage.cpu())),
                Cell.of(usage.memory() < 0 ? "" : SizeFormat.brief(usage.memory())),
                Cell.of(instance.traffic().active()),
                Cell.of(ports(instance.ports()))));
        if (cells.size() < columns) {
            cells.add(Cell.of(instance.pid()));
            cells.add(Cell.of(usage.files() < 0 ? "" : usage.files()));
            cells.add(Cell.of(instance.version()));
        }
        return cells;
    }

    private static String ejected(Instance instance) {
        long seconds = Math.max(1, instance.traffic().ejectedFor().toSeconds());
        return "ejected, gets no new connections for " + seconds + "s: connects to it have failed";
    }

    private static String summary(Process process) {
        String counts = process.state() + ", " + process.ready() + "/" + process.wanted() + " ready";
        return process.detail().isEmpty() ? counts : counts + ": " + process.detail();
    }

    /** Formats the percentage of one core, with tenths below 10. */
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

    private TextTable services() {
        TextTable table = new TextTable(List.of(
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
                    Cell.of(service.traffic().active()),
                    Cell.of(service.traffic().held()),
                    Cell.of(service.traffic().accepted()),
                    Cell.of(service.traffic().refused()),
                    Cell.of(service.traffic().cut()),
                    Cell.of(service.traffic().retried())));
            if (!service.problem().isEmpty()) {
                table.remark(new Cell(service.problem(), Colour.RED));
            } else if (!service.detail().isEmpty()) {
                table.remark(new Cell(service.detail(), Colour.YELLOW));
            }
        }
        return table;
    }

    private List<String> events() {
        List<Event> all = status.events();
        if (all.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(paint.paint(Colour.BOLD, "EVENTS"));
        for (Event event : all.subList(Math.max(0, all.size() - EVENTS), all.size())) {
            String line = EventLine.of(event, AgeFormat.since(event.at(), now) + " ago", paint);
            lines.add(TextWidth.cut(line, width));
        }
        return lines;
    }
}

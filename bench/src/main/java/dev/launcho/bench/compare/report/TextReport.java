package dev.launcho.bench.compare.report;

import dev.launcho.bench.compare.Held;
import dev.launcho.bench.compare.Results;
import dev.launcho.bench.compare.Sample;
import dev.launcho.bench.compare.Workload;
import dev.launcho.bench.compare.peer.Peer;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A report with tables of medians, for a terminal. */
public final class TextReport {
    private final Results results;
    private final String yardstick;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Results results) {
        this.results = results;
        this.yardstick = Yardstick.of(results);
    }

    public static String of(Results results) {
        return new TextReport(results).write();
    }

    private String write() {
        line(
                "Medians. x is the ratio of medians to %s, of rates (more is better), processor time for a unit, and p99 (less is better).",
                yardstick);
        results.workloads().stream().filter(results::hasAny).forEach(this::workload);
        memory("memory for an idle connection", results.idle());
        memory("memory for a stalled reader", results.stalled());
        targets();
        results.remarks().forEach(remark -> line("! %s", remark));
        return text.toString();
    }

    private void workload(Workload workload) {
        Workload.Unit unit = workload.unit();
        line("");
        line(
                "%-48s%14s %9s %9s %11s | %6s %6s %6s | %9s",
                workload.title(), unit.rate, "p50", "p99", "CPU " + unit.cost, "x rate", "x CPU", "x p99", "x direct");
        for (Peer peer : results.peers()) {
            String name = peer.name();
            line(
                    "  %-46s%14s %9s %9s %11s | %6s %6s %6s | %9s",
                    peer.title(),
                    number(scaled(results.median(workload, name, Sample::rate), 1 / unit.scale)),
                    time(results.median(workload, name, Sample::p50)),
                    time(results.median(workload, name, Sample::p99)),
                    number(scaled(results.median(workload, name, Sample::cpuSeconds), unit.costScale)),
                    ratio(results.ratioOfMedians(workload, name, yardstick, Sample::rate)),
                    ratio(results.ratioOfMedians(workload, name, yardstick, Sample::cpuSeconds)),
                    ratio(results.ratioOfMedians(workload, name, yardstick, Sample::p99)),
                    ratio(results.ratioOfMedians(workload, name, "direct", Sample::rate)));
        }
    }

    private void memory(String title, Map<String, Held> held) {
        if (held.isEmpty()) {
            return;
        }
        line("");
        line("%-48s%14s %12s %14s", title, "KiB for each", "connections", "MiB at rest");
        for (Peer peer : results.peers()) {
            Held of = held.get(peer.name());
            if (of != null) {
                line(
                        "  %-46s%14.2f %12d %14.1f",
                        peer.title(), of.each() / 1024, of.connections(), of.atRest() / 1024.0 / 1024);
            }
        }
    }

    private void targets() {
        line("");
        line(
                "%-66s%9s %8s %8s",
                "targets of the epoll engine (medians of the ratios in each repetition)", "measured", "must", "goal");
        for (Target target : Target.of(results)) {
            String sign = target.most() ? "<=" : ">=";
            line(
                    "  %-68s%6.2f  %s %4.2f  %s %4.2f  %s",
                    target.title(),
                    target.measured().orElseThrow(),
                    sign,
                    target.must(),
                    sign,
                    target.goal(),
                    target.verdict());
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    private static String number(OptionalDouble value) {
        if (value.isEmpty() || value.getAsDouble() == 0) {
            return "";
        }
        return String.format(Locale.ROOT, value.getAsDouble() >= 1000 ? "%,.0f" : "%.2f", value.getAsDouble());
    }

    private static String ratio(OptionalDouble value) {
        return value.isEmpty() || value.getAsDouble() == 0
                ? ""
                : String.format(Locale.ROOT, "%.2f", value.getAsDouble());
    }

    private static String time(OptionalDouble seconds) {
        if (seconds.isEmpty() || seconds.getAsDouble() == 0) {
            return "";
        }
        double micros = seconds.getAsDouble() * 1e6;
        return micros < 10_000
                ? String.format(Locale.ROOT, "%.0f us", micros)
                : String.format(Locale.ROOT, "%.1f ms", micros / 1000);
    }
}

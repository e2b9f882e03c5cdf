package dev.launcho.cli.render;

import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.StatusView.Instance;
import dev.launcho.core.admin.StatusView.Process;
import dev.launcho.core.text.QuotedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A view of a running rollout: each process that changes, with its instances, old and new. */
public final class RolloutBoard {
    private final Set<String> processes;
    private final Instant began;
    private final AnsiStyle paint;

    /** @param processes the processes that the rollout changes */
    public RolloutBoard(Set<String> processes, Instant began, AnsiStyle paint) {
        this.processes = Set.copyOf(processes);
        this.began = began;
        this.paint = paint;
    }

    /** Returns the lines, not cut to any width. */
    public List<String> lines(StatusView status, Instant now) {
        List<String> lines = new ArrayList<>();
        Duration spent = Duration.between(began, now);
        String clock = String.format(Locale.ROOT, "%02d:%02d", spent.toMinutes(), spent.toSecondsPart());
        for (Process process : status.processes()) {
            if (processes.contains(process.name())) {
                long fresh = process.instances().stream()
                        .filter(i -> i.ready() && i.version().equals(process.goal()))
                        .count();
                String goal = process.goal().isEmpty() ? process.state() : fresh + "/" + process.wanted() + " replaced";
                lines.add(paint.paint(Colour.BOLD, QuotedText.clean(process.name() + "  " + goal + "  " + clock)));
                process.instances().forEach(i -> lines.add(line(process, i, now)));
                process.failing()
                        .ifPresent(f -> lines.add(paint.paint(
                                Colour.RED,
                                QuotedText.clean(" ✗ " + f.instance() + " " + f.exit() + "  " + f.line())
                                        .stripTrailing())));
            }
        }
        return lines;
    }

    private String line(Process process, Instance i, Instant now) {
        String age = i.version().equals(process.goal()) ? "new" : "old";
        String text = (i.ready() ? " ● " : " ◌ ") + String.format(Locale.ROOT, "%-16s", i.id()) + " " + age + " "
                + String.format(Locale.ROOT, "%-9s", i.state().equals("ready") ? "running" : i.state()) + "  "
                + about(i, now);
        return paint.paint(
                i.ready() ? Colour.GREEN : Colour.YELLOW, QuotedText.clean(text).stripTrailing());
    }

    private static String about(Instance i, Instant now) {
        long open = i.traffic().active();
        if (i.state().equals("draining") || i.ready() && open > 0) {
            return open + (open == 1 ? " connection" : " connections");
        }
        if (i.ready()) {
            return "";
        }
        return (i.detail().isEmpty() ? "" : i.detail() + "  ") + "for " + AgeFormat.since(i.startedAt(), now);
    }
}

package dev.launcho.cli.render;

import dev.launcho.cli.render.AnsiStyle.Colour;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import dev.launcho.core.event.Event;
import dev.launcho.core.text.QuotedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The output of {@code launcho why}: the state of a process, what it waits for, its probes and ends, and what may help. */
public final class WhyReport {
    private static final int PROBES = 5;

    private final WhyView why;
    private final Instant now;
    private final AnsiStyle paint;

    public WhyReport(WhyView why, Instant now, AnsiStyle paint) {
        this.why = why;
        this.now = now;
        this.paint = paint;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(paint.paint(Colour.BOLD, QuotedText.clean(why.process())) + ": " + QuotedText.clean(why.state()));
        add(lines, "  rollout: " + why.rollout());
        if (!why.next().isEmpty()) {
            add(lines, "  next: " + why.next());
        }
        why.waits().forEach(wait -> add(lines, "  waits: " + wait));
        why.instances().forEach(instance -> probed(lines, instance));
        ends(lines);
        if (!why.logOf().isEmpty()) {
            add(lines, "  last lines of " + why.logOf() + " (launcho logs " + why.logOf() + "):");
            why.log().forEach(line -> add(lines, "    " + line));
            if (why.log().isEmpty()) {
                lines.add("    it has logged nothing");
            }
        }
        if (!why.events().isEmpty()) {
            lines.add("  events (launcho events):");
            for (Event event : why.events()) {
                lines.add("    " + EventLine.of(event, AgeFormat.since(event.at(), now) + " ago", paint));
            }
        }
        why.hints()
                .forEach(hint -> lines.add("  " + paint.paint(Colour.YELLOW, "hint:") + " " + QuotedText.clean(hint)));
        return lines;
    }

    private static void add(List<String> lines, String line) {
        lines.add(QuotedText.clean(line));
    }

    /** Adds a line for each end of an instance. Consecutive ends that are alike share one line, that of the last. */
    private void ends(List<String> lines) {
        List<StatusView.Ended> ends = why.ends();
        int times = 1;
        for (int i = 0; i < ends.size(); i++) {
            StatusView.Ended end = ends.get(i);
            if (i + 1 < ends.size() && ends.get(i + 1).how().equals(end.how())) {
                times++;
                continue;
            }
            add(
                    lines,
                    "  " + end.id() + " ended " + AgeFormat.since(end.at(), now) + " ago"
                            + (end.how().isEmpty() ? "" : ": " + end.how())
                            + (times == 1 ? "" : " ×" + times));
            times = 1;
        }
    }

    private void probed(List<String> lines, WhyView.Instance instance) {
        add(
                lines,
                "  " + instance.id() + " is " + instance.state()
                        + (instance.restarts() == 0
                                ? ""
                                : ", failed " + instance.restarts() + " times in a row before"));
        List<WhyView.Probe> probes = instance.probes();
        for (WhyView.Probe probe : probes.subList(Math.max(0, probes.size() - PROBES), probes.size())) {
            String times = probe.times() == 1 ? "" : " ×" + probe.times();
            lines.add(String.format(
                    Locale.ROOT,
                    "    %s ago  %s%s  %.1f ms",
                    AgeFormat.since(probe.at(), now),
                    paint.paint(probe.healthy() ? Colour.GREEN : Colour.RED, QuotedText.clean(probe.answer())),
                    times,
                    probe.millis()));
        }
    }
}

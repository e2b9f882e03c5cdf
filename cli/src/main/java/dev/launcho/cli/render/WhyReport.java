package dev.launcho.cli.render;

import dev.launcho.cli.render.Paint.Colour;
import dev.launcho.core.admin.EventView;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code launcho why} says: how it stands, what it waits for, how it was probed and ended, and what may help. */
public final class WhyReport {
    private static final int PROBES = 5;

    private final WhyView why;
    private final Instant now;
    private final Paint paint;

    public WhyReport(WhyView why, Instant now, Paint paint) {
        this.why = why;
        this.now = now;
        this.paint = paint;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(paint.paint(Colour.BOLD, why.process()) + ": " + why.state());
        lines.add("  rollout: " + why.rollout());
        if (!why.next().isEmpty()) {
            lines.add("  next: " + why.next());
        }
        why.waits().forEach(wait -> lines.add("  waits: " + wait));
        why.instances().forEach(instance -> probed(lines, instance));
        ends(lines);
        if (!why.logOf().isEmpty()) {
            lines.add("  last lines of " + why.logOf() + " (launcho logs " + why.logOf() + "):");
            why.log().forEach(line -> lines.add("    " + line));
            if (why.log().isEmpty()) {
                lines.add("    it has logged nothing");
            }
        }
        if (!why.events().isEmpty()) {
            lines.add("  events (launcho events):");
            for (EventView event : why.events()) {
                lines.add("    " + EventLine.of(event, Ages.since(event.at(), now) + " ago", paint));
            }
        }
        why.hints().forEach(hint -> lines.add("  " + paint.paint(Colour.YELLOW, "hint:") + " " + hint));
        return lines;
    }

    /** Those in a row that ended alike are one, the last of them. */
    private void ends(List<String> lines) {
        List<StatusView.Ended> ends = why.ends();
        int times = 1;
        for (int i = 0; i < ends.size(); i++) {
            StatusView.Ended end = ends.get(i);
            if (i + 1 < ends.size() && ends.get(i + 1).how().equals(end.how())) {
                times++;
                continue;
            }
            lines.add("  " + end.id() + " ended " + Ages.since(end.at(), now) + " ago"
                    + (end.how().isEmpty() ? "" : ": " + end.how())
                    + (times == 1 ? "" : " ×" + times));
            times = 1;
        }
    }

    private void probed(List<String> lines, WhyView.Instance instance) {
        lines.add("  " + instance.id() + " is " + instance.state()
                + (instance.restarts() == 0 ? "" : ", failed " + instance.restarts() + " times in a row before"));
        List<WhyView.Probe> probes = instance.probes();
        for (WhyView.Probe probe : probes.subList(Math.max(0, probes.size() - PROBES), probes.size())) {
            String times = probe.times() == 1 ? "" : " ×" + probe.times();
            lines.add(String.format(
                    Locale.ROOT,
                    "    %s ago  %s%s  %.1f ms",
                    Ages.since(probe.at(), now),
                    paint.paint(probe.healthy() ? Colour.GREEN : Colour.RED, probe.answer()),
                    times,
                    probe.millis()));
        }
    }
}

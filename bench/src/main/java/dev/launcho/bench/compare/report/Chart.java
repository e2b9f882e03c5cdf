package dev.launcho.bench.compare.report;

import dev.launcho.bench.compare.Results;
import dev.launcho.bench.compare.Sample;
import dev.launcho.bench.compare.Workload;
import dev.launcho.bench.compare.peer.Peer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A bar chart of rate and processor time, relative to the yardstick: a separate SVG file for light and dark pages. */
public final class Chart {
    private static final List<String> SHOWN =
            List.of("bulk-1", "bulk-8", "bulk-64", "keep-alive-1", "keep-alive-64", "keep-alive-256", "connections");
    private static final Map<String, String> COLOURS = Map.of(
            "direct", "#c4c9d0",
            "haproxy-16k", "#9fb3c8",
            "haproxy-64k", "#627d98",
            "nginx", "#7fb77e",
            "nio", "#f6c177",
            "epoll", "#e0592a");
    private static final int WIDTH = 860;
    private static final int TOP = 84;
    private static final int LABEL = 190;
    private static final int PANEL = 310;
    private static final int GAP = 24;
    private static final int BAR = 9;
    private static final int SPACE = 14;
    /** The ratio at which bars are cut; the number beside a bar is never cut. */
    private static final double MOST = 2.5;

    private final Results results;
    private final String yardstick;
    private final List<Workload> workloads;
    private final StringBuilder svg = new StringBuilder();

    private Chart(Results results) {
        this.results = results;
        this.yardstick = Yardstick.of(results);
        List<Workload> measured =
                results.workloads().stream().filter(results::hasAny).toList();
        List<Workload> chosen =
                measured.stream().filter(each -> SHOWN.contains(each.name())).toList();
        this.workloads = chosen.isEmpty() ? measured : chosen;
    }

    public static String of(Results results) {
        return new Chart(results).draw();
    }

    private String draw() {
        int group = results.peers().size() * BAR + SPACE;
        int height = TOP + workloads.size() * group + 12;
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'"
                        + " font-family='system-ui, sans-serif' font-size='12'>",
                WIDTH, height, WIDTH, height);
        add("<rect width='100%%' height='100%%' rx='6' fill='#ffffff'/>");
        legend();
        int left = LABEL;
        int right = LABEL + PANEL + GAP;
        text(left, TOP - 14, "600", "#243b53", "rate (longer is better)");
        text(right, TOP - 14, "600", "#243b53", "CPU for the same work (shorter is better)");
        for (int i = 0; i < workloads.size(); i++) {
            group(workloads.get(i), TOP + i * group, left, right);
        }
        one(left, height);
        one(right, height);
        add("</svg>");
        return svg.toString();
    }

    private void legend() {
        String title = results.peers().stream()
                .filter(peer -> peer.name().equals(yardstick))
                .map(Peer::title)
                .findFirst()
                .orElse(yardstick);
        text(16, 24, "600", "#102a43", "TCP through a proxy, relative to " + title + " (1.0)");
        int x = 16;
        for (Peer peer : results.peers()) {
            add("<rect x='%d' y='37' width='10' height='10' fill='%s'/>", x, colour(peer));
            text(x + 14, 46, "400", "#243b53", peer.title());
            x += 30 + peer.title().length() * 7;
        }
    }

    private void group(Workload workload, int y, int left, int right) {
        int middle = y + results.peers().size() * BAR / 2;
        String[] words = workload.title().split(", ", 2);
        text(16, words.length == 1 ? middle + 4 : middle - 3, "600", "#243b53", words[0]);
        if (words.length == 2) {
            text(16, middle + 11, "400", "#627d98", words[1]);
        }
        for (int i = 0; i < results.peers().size(); i++) {
            Peer peer = results.peers().get(i);
            bar(workload, peer, left, y + i * BAR, Sample::rate);
            bar(workload, peer, right, y + i * BAR, Sample::cpuSeconds);
        }
    }

    private void bar(Workload workload, Peer peer, int x, int y, ToDoubleFunction<Sample> what) {
        OptionalDouble ratio = results.ratioOfMedians(workload, peer.name(), yardstick, what);
        if (ratio.isEmpty() || ratio.getAsDouble() == 0) {
            return;
        }
        double width = Math.min(ratio.getAsDouble(), MOST) / MOST * (PANEL - 36);
        add("<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>", x, y, width, BAR - 1, colour(peer));
        add(
                "<text x='%.1f' y='%d' font-size='8.5' fill='#486581'>%.2f</text>",
                x + width + 3, y + BAR - 2, ratio.getAsDouble());
    }

    /** Draws the line of the yardstick, at a ratio of 1. */
    private void one(int left, int height) {
        double x = left + 1 / MOST * (PANEL - 36);
        add(
                "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d' stroke='#102a43' stroke-dasharray='2 3' stroke-width='.8'/>",
                x, TOP - 6, x, height - 14);
    }

    private void text(int x, int y, String weight, String colour, String text) {
        add("<text x='%d' y='%d' font-weight='%s' fill='%s'>%s</text>", x, y, weight, colour, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String colour(Peer peer) {
        return COLOURS.getOrDefault(peer.name(), "#829ab1");
    }
}

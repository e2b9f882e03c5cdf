package dev.launcho.bench.compare.report;

import dev.launcho.bench.compare.Held;
import dev.launcho.bench.compare.Results;
import dev.launcho.bench.compare.Sample;
import dev.launcho.bench.compare.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A performance target of the epoll engine. Ratios are medians of the ratios in each repetition.
 *
 * @param most whether {@code must} and {@code goal} are upper bounds; else they are lower bounds
 * @param measured the measured value; empty if it was not measured
 */
record Target(String title, boolean most, double must, double goal, OptionalDouble measured) {
    private static final String OURS = "epoll";

    static List<Target> of(Results results) {
        List<Target> targets = new ArrayList<>();
        for (Workload workload : results.workloads()) {
            add(targets, results, workload);
        }
        targets.add(new Target("KiB for an idle connection", true, 2, 1, kibibytes(results.idle())));
        targets.add(new Target("KiB for a stalled reader", true, 48, 24, kibibytes(results.stalled())));
        return targets.stream().filter(target -> target.measured().isPresent()).toList();
    }

    String verdict() {
        double value = measured.orElseThrow();
        if (most ? value <= goal : value >= goal) {
            return "goal";
        }
        return (most ? value <= must : value >= must) ? "must" : "MISSED";
    }

    private static void add(List<Target> to, Results results, Workload workload) {
        switch (workload.name()) {
            case "bulk-1", "bulk-8", "bulk-64" -> {
                to.add(least(results, workload, "haproxy-64k", 1.0, 1.25));
                to.add(most(results, workload, "haproxy-64k", "CPU", Sample::cpuSeconds, .90, .75));
                if (workload.name().equals("bulk-64")) {
                    to.add(least(results, workload, "direct", .40, .55));
                }
            }
            case "keep-alive-64" -> {
                to.add(least(results, workload, "haproxy-16k", .95, 1.05));
                to.add(most(results, workload, "haproxy-16k", "CPU", Sample::cpuSeconds, 1.05, .90));
                to.add(most(results, workload, "haproxy-16k", "p99", Sample::p99, 1.2, 1.0));
            }
            case "connections" -> {
                to.add(least(results, workload, "haproxy-16k", .95, 1.10));
                to.add(most(results, workload, "haproxy-16k", "CPU", Sample::cpuSeconds, 1.05, .90));
            }
            default -> {
                // Other workloads have no target.
            }
        }
    }

    private static Target least(Results results, Workload workload, String yardstick, double must, double goal) {
        return new Target(
                "%s: rate, x %s".formatted(workload.title(), yardstick),
                false,
                must,
                goal,
                results.medianOfRatios(workload, OURS, yardstick, Sample::rate));
    }

    private static Target most(
            Results results,
            Workload workload,
            String yardstick,
            String what,
            ToDoubleFunction<Sample> value,
            double must,
            double goal) {
        return new Target(
                "%s: %s, x %s".formatted(workload.title(), what, yardstick),
                true,
                must,
                goal,
                results.medianOfRatios(workload, OURS, yardstick, value));
    }

    private static OptionalDouble kibibytes(Map<String, Held> held) {
        return held.containsKey(OURS) ? OptionalDouble.of(held.get(OURS).each() / 1024) : OptionalDouble.empty();
    }
}

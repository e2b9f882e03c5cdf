package dev.launcho.bench.compare.report;

import dev.launcho.bench.compare.Held;
import dev.launcho.bench.compare.Results;
import dev.launcho.bench.compare.Sample;
import dev.launcho.bench.compare.Workload;
import dev.launcho.bench.compare.peer.Peer;
import java.util.OptionalDouble;

/** A report of all measurements as JSON: each sample, and their medians. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(Results results) {
        Json json = new Json();
        json.object(() -> {
            json.name("machine").object(() -> machine(json));
            json.name("yardstick").value(Yardstick.of(results));
            json.name("workloads")
                    .object(() -> results.workloads()
                            .forEach(workload ->
                                    json.name(workload.name()).object(() -> workload(json, results, workload))));
            json.name("idle_connection").object(() -> results.idle().forEach((peer, held) -> held(json, peer, held)));
            json.name("stalled_reader").object(() -> results.stalled().forEach((peer, held) -> held(json, peer, held)));
            json.name("targets").array(() -> Target.of(results).forEach(target -> target(json, target)));
            json.name("remarks").array(() -> results.remarks().forEach(json::value));
        });
        return json.text();
    }

    private static void machine(Json json) {
        json.name("cores").value(Runtime.getRuntime().availableProcessors());
        json.name("system").value(System.getProperty("os.name") + " " + System.getProperty("os.version"));
        json.name("java").value(System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    }

    private static void workload(Json json, Results results, Workload workload) {
        json.name("title").value(workload.title());
        json.name("unit").value(workload.unit().name().toLowerCase(java.util.Locale.ROOT));
        json.name("peers").object(() -> {
            for (Peer peer : results.peers()) {
                json.name(peer.name()).object(() -> peer(json, results, workload, peer.name()));
            }
        });
    }

    private static void peer(Json json, Results results, Workload workload, String peer) {
        String yardstick = Yardstick.of(results);
        json.name("median").object(() -> {
            value(json, "rate_per_second", results.median(workload, peer, Sample::rate));
            value(json, "cpu_seconds_per_unit", results.median(workload, peer, Sample::cpuSeconds));
            value(json, "p50_seconds", results.median(workload, peer, Sample::p50));
            value(json, "p99_seconds", results.median(workload, peer, Sample::p99));
        });
        json.name("ratio_of_medians").object(() -> {
            value(json, "rate", results.ratioOfMedians(workload, peer, yardstick, Sample::rate));
            value(json, "cpu", results.ratioOfMedians(workload, peer, yardstick, Sample::cpuSeconds));
            value(json, "p99", results.ratioOfMedians(workload, peer, yardstick, Sample::p99));
            value(json, "rate_to_direct", results.ratioOfMedians(workload, peer, "direct", Sample::rate));
        });
        json.name("median_of_ratios").object(() -> {
            value(json, "rate", results.medianOfRatios(workload, peer, yardstick, Sample::rate));
            value(json, "cpu", results.medianOfRatios(workload, peer, yardstick, Sample::cpuSeconds));
            value(json, "p99", results.medianOfRatios(workload, peer, yardstick, Sample::p99));
            value(json, "rate_to_direct", results.medianOfRatios(workload, peer, "direct", Sample::rate));
        });
        json.name("samples").array(() -> results.samples(workload, peer).forEach(sample -> sample(json, sample)));
    }

    private static void sample(Json json, Sample sample) {
        json.object(() -> {
            json.name("rate_per_second").value(sample.rate());
            json.name("cpu_seconds_per_unit").value(sample.cpuSeconds());
            json.name("p50_seconds").value(sample.p50());
            json.name("p99_seconds").value(sample.p99());
            json.name("failures").value(sample.failures());
        });
    }

    private static void held(Json json, String peer, Held held) {
        json.name(peer).object(() -> {
            json.name("bytes_each").value(held.each());
            json.name("connections").value(held.connections());
            json.name("bytes_at_rest").value(held.atRest());
        });
    }

    private static void target(Json json, Target target) {
        json.object(() -> {
            json.name("what").value(target.title());
            value(json, "measured", target.measured());
            json.name(target.most() ? "must_be_at_most" : "must_be_at_least").value(target.must());
            json.name("goal").value(target.goal());
            json.name("verdict").value(target.verdict());
        });
    }

    private static void value(Json json, String name, OptionalDouble value) {
        if (value.isPresent()) {
            json.name(name).value(value.getAsDouble());
        }
    }
}

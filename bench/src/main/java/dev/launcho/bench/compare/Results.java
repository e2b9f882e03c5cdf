package dev.launcho.bench.compare;

import dev.launcho.bench.compare.peer.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The measurements of a comparison. Confined to the thread that measures. */
public final class Results {
    private final List<Peer> peers;
    private final List<Workload> workloads;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final Map<String, Held> idle = new LinkedHashMap<>();
    private final Map<String, Held> stalled = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    public Results(List<Peer> peers, List<Workload> workloads) {
        this.peers = List.copyOf(peers);
        this.workloads = List.copyOf(workloads);
    }

    void add(Workload workload, Peer peer, Sample sample) {
        samples.computeIfAbsent(key(workload, peer.name()), key -> new ArrayList<>())
                .add(sample);
        if (sample.failures() > 0) {
            remark("%s, %s: %d failures: %s"
                    .formatted(workload.name(), peer.name(), sample.failures(), sample.failure()));
        }
    }

    void addIdle(Peer peer, Held held) {
        idle.put(peer.name(), held);
    }

    void addStalled(Peer peer, Held held) {
        stalled.put(peer.name(), held);
    }

    void remark(String what) {
        remarks.add(what);
    }

    public List<Peer> peers() {
        return peers;
    }

    public List<Workload> workloads() {
        return workloads;
    }

    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    public Map<String, Held> idle() {
        return idle;
    }

    public Map<String, Held> stalled() {
        return stalled;
    }

    /** Returns whether any peer was measured with the workload. */
    public boolean hasAny(Workload workload) {
        return peers.stream().anyMatch(peer -> !samples(workload, peer.name()).isEmpty());
    }

    /** Returns the samples, one per repetition. */
    public List<Sample> samples(Workload workload, String peer) {
        return samples.getOrDefault(key(workload, peer), List.of());
    }

    /** Returns the median of a value; empty if it was not measured. */
    public OptionalDouble median(Workload workload, String peer, ToDoubleFunction<Sample> what) {
        return median(samples(workload, peer).stream().mapToDouble(what).toArray());
    }

    /** Returns the ratio of the two peers' medians. */
    public OptionalDouble ratioOfMedians(
            Workload workload, String peer, String yardstick, ToDoubleFunction<Sample> what) {
        OptionalDouble one = median(workload, peer, what);
        OptionalDouble other = median(workload, yardstick, what);
        return one.isPresent() && other.isPresent() && other.getAsDouble() > 0
                ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Returns the median of the ratios per repetition: within a repetition the two are measured shortly after each other. */
    public OptionalDouble medianOfRatios(
            Workload workload, String peer, String yardstick, ToDoubleFunction<Sample> what) {
        List<Sample> ones = samples(workload, peer);
        List<Sample> others = samples(workload, yardstick);
        return median(IntStream.range(0, Math.min(ones.size(), others.size()))
                .filter(i -> what.applyAsDouble(others.get(i)) > 0)
                .mapToDouble(i -> what.applyAsDouble(ones.get(i)) / what.applyAsDouble(others.get(i)))
                .toArray());
    }

    private static OptionalDouble median(double[] values) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private static String key(Workload workload, String peer) {
        return workload.name() + " " + peer;
    }
}

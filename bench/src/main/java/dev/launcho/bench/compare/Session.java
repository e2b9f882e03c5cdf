package dev.launcho.bench.compare;

import dev.launcho.bench.compare.peer.OriginProcess;
import dev.launcho.bench.compare.peer.Peer;
import dev.launcho.bench.compare.peer.PeerUnavailable;
import dev.launcho.bench.compare.peer.Running;
import dev.launcho.bench.compare.wire.Load;
import dev.launcho.bench.compare.wire.Order;
import dev.launcho.bench.compare.wire.Shape;
import dev.launcho.bench.compare.wire.WireLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A comparison, from the start of all processes to their end. Used by one thread. */
final class Session implements AutoCloseable {
    /** The time before the counts begin, in which connections are made and buffers fill. */
    private static final long RAMP_MILLIS = 150;
    /** The time around each measurement: until all are idle, connects, closes, reads of /proc. */
    private static final double OVERHEAD_SECONDS = .25;

    /** The time between two looks whether a process still works, and the processor time that an idle JVM may use in it. */
    private static final long LOOK_MILLIS = 100;

    private static final double IDLE_SECONDS = .011;
    private static final int MOST_LOOKS = 50;

    private static final double MEMORY_SECONDS = 12;
    private static final double LONGEST_SECONDS = 2;
    private static final double SHORTEST_SECONDS = .1;
    private static final double WARM_UP_SECONDS = .3;
    /** The connections after which a JVM has compiled the code that they need; a busy machine takes longer to make them. */
    private static final int WARM = 20_000;

    private static final int LONGER = 5;

    private final Settings settings;
    private final Consumer<String> progress;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final long began = System.nanoTime();
    private final Path folder;
    private final WireLoop loop = new WireLoop("clients");
    private final Running origin;
    private final Map<Peer, Running> running = new LinkedHashMap<>();

    /** @param progress gets the progress, line by line */
    Session(Settings settings, Consumer<String> progress) throws IOException {
        this.settings = settings;
        this.progress = progress;
        this.folder = Files.createTempDirectory("launcho-compare");
        try {
            this.origin = OriginProcess.start(folder("origin"), cores);
        } catch (IOException notStarted) {
            loop.close();
            Folders.delete(folder);
            throw notStarted;
        }
    }

    Results run() throws IOException {
        List<String> absent = start();
        Results results = new Results(List.copyOf(running.keySet()), settings.workloads());
        absent.forEach(results::remark);
        warmUp();
        double window = window();
        progress.accept("each measurement takes %.2f s".formatted(window));
        for (int i = 0; i < settings.repetitions(); i++) {
            progress.accept("repetition %d of %d".formatted(i + 1, settings.repetitions()));
            repeat(i, window, results);
        }
        if (settings.memory()) {
            measureMemory(results);
        }
        return results;
    }

    /** Starts the peers. @return a line for each absent peer, with the reason */
    private List<String> start() throws IOException {
        List<String> absent = new ArrayList<>();
        for (Peer peer : settings.peers()) {
            try {
                running.put(peer, peer.start(folder(peer.name()), origin.port(), cores));
            } catch (PeerUnavailable cause) {
                String skipped = "SKIPPED " + peer.name() + ": " + cause.getMessage();
                progress.accept(skipped);
                absent.add(skipped);
            }
        }
        return absent;
    }

    /** Warms up the peers that need it, with all workloads: that also warms the JVMs of the clients and the origin. */
    private void warmUp() throws IOException {
        for (Map.Entry<Peer, Running> each : running.entrySet()) {
            if (each.getKey().warmsUp()) {
                progress.accept("warming up " + each.getKey().name());
                churn(each.getValue());
                for (Workload workload : twice(settings.workloads())) {
                    drive(each.getValue(), workload.shape(), Math.min(WARM_UP_SECONDS, settings.churn() / 10.0));
                }
            }
        }
    }

    private void churn(Running peer) throws IOException {
        try (Load load = new Load(loop, peer.port(), new Shape(Order.lastRequest(), 64, Shape.Then.CONNECT_AGAIN))) {
            load.start();
            for (int i = 1; i <= LONGER * settings.churn(); i++) {
                pause(1000);
                if (i >= settings.churn() && load.count().answers() >= WARM) {
                    return;
                }
            }
        }
    }

    private static List<Workload> twice(List<Workload> workloads) {
        return Stream.concat(workloads.stream(), workloads.stream()).toList();
    }

    private void repeat(int repetition, double window, Results results) throws IOException {
        List<Map.Entry<Peer, Running>> order = new ArrayList<>(running.entrySet());
        for (Workload workload : settings.workloads()) {
            for (int i = 0; i < order.size(); i++) {
                if (left() < memorySeconds()) {
                    results.remark(
                            "%d s are too short here: repetition %d is not complete, and those after it are missing"
                                    .formatted(settings.seconds(), repetition + 1));
                    return;
                }
                Map.Entry<Peer, Running> each = order.get((i + repetition) % order.size());
                results.add(workload, each.getKey(), measure(each.getValue(), workload, window));
            }
        }
    }

    private void measureMemory(Results results) throws IOException {
        MemoryUse memory = new MemoryUse(loop, origin.port(), cores, results);
        List<Peer> peers = new ArrayList<>(running.keySet());
        // Our own peers first, in case the time gets short.
        Collections.reverse(peers);
        for (Peer peer : peers) {
            if (left() < 0) {
                results.remark(
                        "memory of %s was not measured, %d s were over".formatted(peer.name(), settings.seconds()));
            } else {
                progress.accept("memory of " + peer.name());
                memory.measure(peer, folder(peer.name() + "-memory"));
            }
        }
    }

    /**
     * Waits until nothing works for an earlier measurement, five seconds at most: a JVM compiles what it has just run, on the
     * core that the next peer needs.
     */
    private void rest() throws IOException {
        double before = cpuSeconds();
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            pause(LOOK_MILLIS);
            double now = cpuSeconds();
            if (now - before <= IDLE_SECONDS) {
                return;
            }
            before = now;
        }
    }

    private double cpuSeconds() throws IOException {
        double all = origin.cpuSeconds();
        for (Running each : running.values()) {
            all += each.cpuSeconds();
        }
        return all;
    }

    private Sample measure(Running peer, Workload workload, double seconds) throws IOException {
        rest();
        try (Load load = new Load(loop, peer.port(), workload.shape())) {
            load.start();
            pause(RAMP_MILLIS);
            double before = peer.cpuSeconds();
            load.reset();
            pause((long) (seconds * 1000));
            Load.Count count = load.count();
            return Sample.of(workload, count, peer.cpuSeconds() - before);
        }
    }

    private void drive(Running peer, Shape shape, double seconds) throws IOException {
        try (Load load = new Load(loop, peer.port(), shape)) {
            load.start();
            pause((long) (seconds * 1000));
        }
    }

    /** Returns how many seconds each measurement takes. */
    private double window() {
        if (settings.millis() > 0) {
            return settings.millis() / 1000.0;
        }
        int runs = Math.max(1, settings.repetitions() * settings.workloads().size() * running.size());
        double each = (left() - memorySeconds()) / runs - RAMP_MILLIS / 1000.0 - OVERHEAD_SECONDS;
        return Math.max(SHORTEST_SECONDS, Math.min(LONGEST_SECONDS, each));
    }

    private double memorySeconds() {
        return settings.memory() ? MEMORY_SECONDS * running.size() : 0;
    }

    private double left() {
        return settings.seconds() - (System.nanoTime() - began) / 1e9;
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException noSpace) {
            throw new java.io.UncheckedIOException(noSpace);
        }
    }

    static void pause(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }

    @Override
    public void close() {
        running.values().forEach(Running::close);
        origin.close();
        loop.close();
        Folders.delete(folder);
    }
}

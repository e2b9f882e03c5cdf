package dev.launcho.cli.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.launcho.core.admin.StatusView;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** The health of the server's own process: build, uptime, CPU, memory, GC, descriptors, disk and probes. Any thread. */
public final class ServerHealth implements MetricSource {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final long KIB = 1_024;

    private final Path home;
    private final Supplier<Duration> probeLag;

    /** @param probeLag see {@link dev.launcho.core.health.Prober#lag} */
    public ServerHealth(Path home, Supplier<Duration> probeLag) {
        this.home = home;
        this.probeLag = probeLag;
    }

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        into.info(
                "build",
                "Version of the server and of its Java.",
                MetricFamilies.labels(
                        "version", view.version(), "java", Runtime.version().toString()));
        into.gauge(
                "server_start_time_seconds",
                "When the server was started, in seconds since 1970.",
                Labels.EMPTY,
                InstanceMetrics.seconds(view.startedAt()));
        into.gauge(
                "server_probe_lag_seconds",
                "How much later than planned a health check was attended to, at most, in the last one to two minutes.",
                Labels.EMPTY,
                probeLag.get().toNanos() / NANOS);
        system(into);
        memory(into);
        collections(into);
        disk(into);
    }

    private static void system(MetricFamilies into) {
        into.gauge(
                "server_threads",
                "Live threads.",
                Labels.EMPTY,
                ManagementFactory.getThreadMXBean().getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            into.counter(
                    "server_cpu_seconds",
                    "CPU time of the server itself.",
                    Labels.EMPTY,
                    Math.max(0, system.getProcessCpuTime()) / NANOS);
            into.known("server_open_files", "Open descriptors.", Labels.EMPTY, system.getOpenFileDescriptorCount());
            into.known(
                    "server_max_open_files",
                    "Descriptors that the server may open.",
                    Labels.EMPTY,
                    system.getMaxFileDescriptorCount());
        }
    }

    private static void memory(MetricFamilies into) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        into.gauge("server_heap_used_bytes", "Heap in use.", Labels.EMPTY, heap.getUsed());
        into.known("server_heap_max_bytes", "The most that the heap may grow to.", Labels.EMPTY, heap.getMax());
        into.known("server_resident_memory_bytes", "Resident memory of the server itself.", Labels.EMPTY, resident());
    }

    /** Returns the resident memory in bytes; -1 if it is not known (proc(5), VmRSS). */
    private static long resident() {
        try {
            return Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private static void collections(MetricFamilies into) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            Labels labels = MetricFamilies.labels("collector", collector.getName());
            into.counter(
                    "server_gc_collections",
                    "Garbage collections.",
                    labels,
                    Math.max(0, collector.getCollectionCount()));
            into.counter(
                    "server_gc_seconds",
                    "Time spent in garbage collections.",
                    labels,
                    Math.max(0, collector.getCollectionTime()) / MILLIS);
        }
    }

    private void disk(MetricFamilies into) {
        try {
            FileStore disk = Files.getFileStore(home);
            into.gauge("home_free_bytes", "Disk space that is free for the home.", Labels.EMPTY, disk.getUsableSpace());
            into.gauge("home_size_bytes", "Size of the disk that has the home.", Labels.EMPTY, disk.getTotalSpace());
        } catch (IOException e) {
            // Neither is there while the disk can't be asked.
        }
    }
}

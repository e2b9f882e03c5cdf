package dev.launcho.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often this machine's kernel has lost a packet, of whichever connection, that nobody sends again.
 *
 * <p>A full backlog of a processor ({@code /proc/net/softnet_stat}, of all network namespaces) or of a socket, or want of memory
 * ({@code /proc/net/netstat}, of this one) throws it away. And when a sender's thread changes the processor, a reset can overtake
 * the bytes before it: the kernel does not believe it and asks, and nobody is there to answer. Or it ends a connection that
 * nobody has accepted yet.
 *
 * <p>If only some of the bytes before it are missing, and later ones are there, the kernel believes the reset: it comes at the end
 * of what is there. What came late is lost then, and no counter tells. What came too early is counted.
 */
final class KernelLosses {
    private static final Set<String> COUNTERS = Set.of(
            "PruneCalled",
            "RcvPruned",
            "OfoPruned",
            "TCPBacklogDrop",
            "TCPOFODrop",
            "TCPRcvQDrop",
            "PFMemallocDrop",
            "TCPZeroWindowDrop",
            "TCPAbortFailed",
            "TCPAbortOnMemory",
            "TCPChallengeACK",
            "TCPACKSkippedChallenge",
            "BeyondWindow",
            "EmbryonicRsts");

    /** Bytes that came too early. Where nobody resets, those before them still come, and nothing is lost. */
    private static final Set<String> BEFORE_A_RESET = Set.of("TCPOFOQueue");

    private final Map<String, Long> losses = new TreeMap<>();
    private final Map<String, Long> lossesByReset = new TreeMap<>();

    private KernelLosses() {}

    static KernelLosses untilNow() throws IOException {
        KernelLosses all = new KernelLosses();
        for (String processor : lines("/proc/net/softnet_stat")) {
            all.losses.merge("softnet dropped", Long.parseLong(processor.split(" ")[1], 16), Long::sum);
        }
        List<String> lines = lines("/proc/net/netstat");
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split(" ");
            String[] values = lines.get(i + 1).split(" ");
            for (int k = 1; k < names.length; k++) {
                if (COUNTERS.contains(names[k])) {
                    all.losses.put(names[k], Long.parseLong(values[k]));
                } else if (BEFORE_A_RESET.contains(names[k])) {
                    all.lossesByReset.put(names[k], Long.parseLong(values[k]));
                }
            }
        }
        return all;
    }

    /**
     * Which counters have moved since, and by how much; empty if none has.
     *
     * @param resets whether somebody has reset a connection meanwhile
     */
    static String since(KernelLosses before, boolean resets) throws IOException {
        KernelLosses now = untilNow();
        Map<String, Long> moved = moved(before.losses, now.losses);
        if (resets) {
            moved.putAll(moved(before.lossesByReset, now.lossesByReset));
        }
        return moved.isEmpty() ? "" : moved.toString();
    }

    private static Map<String, Long> moved(Map<String, Long> before, Map<String, Long> now) {
        Map<String, Long> moved = new TreeMap<>();
        now.forEach((name, count) -> moved.put(name, count - before.getOrDefault(name, 0L)));
        moved.values().removeIf(count -> count == 0);
        return moved;
    }

    /** None where the kernel does not tell: there, no loss excuses anything. */
    private static List<String> lines(String file) throws IOException {
        Path path = Path.of(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }
}

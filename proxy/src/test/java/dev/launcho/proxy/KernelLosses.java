package dev.launcho.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * How often this machine's kernel has lost a packet, of whichever connection, that nobody sends again.
 *
 * <p>A full backlog of a processor ({@code /proc/net/softnet_stat}, of all network namespaces) or of a socket, or want of memory
 * ({@code /proc/net/netstat}, of this one) throws it away. And when a sender's thread changes the processor, a reset can overtake
 * the bytes before it: the kernel does not believe it and asks, and nobody is there to answer. Or it ends a connection that
 * nobody has accepted yet.
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

    private KernelLosses() {}

    static long count() throws IOException {
        long count = 0;
        for (String processor : lines("/proc/net/softnet_stat")) {
            count += Long.parseLong(processor.split(" ")[1], 16);
        }
        List<String> lines = lines("/proc/net/netstat");
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split(" ");
            String[] values = lines.get(i + 1).split(" ");
            for (int k = 1; k < names.length; k++) {
                count += COUNTERS.contains(names[k]) ? Long.parseLong(values[k]) : 0;
            }
        }
        return count;
    }

    /** None where the kernel does not tell: there, no loss excuses anything. */
    private static List<String> lines(String file) throws IOException {
        Path path = Path.of(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }
}

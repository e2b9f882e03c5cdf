package dev.launcho.core.process.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Established connections to local ports whose bytes wait in the kernel, unread by the listening process. Connections
 * that it has not yet accepted count too (proc(5), net/tcp). One look proves little: the process may be about to read.
 */
public final class UnreadBytes {
    private static final Path NET = Path.of("/proc/self/net");

    private static final String ESTABLISHED = "01";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final int HEX = 16;

    private final Map<String, Long> bytes = new HashMap<>();

    private UnreadBytes() {}

    /** Looks now. Where nothing can be seen, the result is empty. */
    public static UnreadBytes of(Collection<Integer> ports) {
        UnreadBytes unread = new UnreadBytes();
        for (String file : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(NET.resolve(file), StandardCharsets.ISO_8859_1)) {
                lines.skip(1).map(line -> line.trim().split("\\s+")).forEach(line -> unread.add(line, ports));
            } catch (IOException | RuntimeException absent) {
                // Not Linux, or no IPv6.
                continue;
            }
        }
        return unread;
    }

    private void add(String[] line, Collection<Integer> ports) {
        String local = line[LOCAL];
        if (line[STATE].equals(ESTABLISHED)
                && ports.contains(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), HEX))) {
            String queues = line[QUEUES];
            long unread = Long.parseLong(queues.substring(queues.indexOf(':') + 1), HEX);
            if (unread > 0) {
                bytes.put(local + " " + line[REMOTE], unread);
            }
        }
    }

    public boolean isEmpty() {
        return bytes.isEmpty();
    }

    /**
     * Returns how many connections of a later look had unread bytes already here, and have no fewer since. As far as
     * can be seen, none of these bytes were read in between.
     */
    public long lastingIn(UnreadBytes later) {
        return later.bytes.entrySet().stream()
                .filter(e -> bytes.containsKey(e.getKey()) && bytes.get(e.getKey()) <= e.getValue())
                .count();
    }
}

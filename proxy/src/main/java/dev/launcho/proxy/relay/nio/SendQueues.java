package dev.launcho.proxy.relay.nio;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The lengths of send queues: bytes that a connection's peer has not acknowledged, read from {@code /proc/self/net/tcp}
 * (proc(5)). A read takes longer with more connections, so its result is used for a while.
 *
 * <p>Confined to its loop.
 */
final class SendQueues {
    private static final List<Path> FILES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The pause before the next read, as a multiple of the time that the last read took, within the bounds above. */
    private static final int REST = 30;

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private String lines = "";
    private long readAt;
    private long freshUntil = System.nanoTime();

    /**
     * Returns how many bytes are not acknowledged. Empty if the last read was before {@code since}, or if the list does not
     * have the connection. Then it may be broken, but a list that changes while it is read can also miss a connection.
     *
     * @param since by {@link System#nanoTime}
     */
    OptionalLong waiting(InetSocketAddress local, InetSocketAddress remote, long since) {
        refresh();
        if (readAt - since < 0) {
            return OptionalLong.empty();
        }
        OptionalLong waiting = find(plain(local) + " " + plain(remote));
        return waiting.isPresent() ? waiting : find(mapped(local) + " " + mapped(remote));
    }

    private void refresh() {
        long now = System.nanoTime();
        if (now - freshUntil >= 0) {
            readAt = now;
            lines = read();
            long after = System.nanoTime();
            freshUntil = after + Math.min(STALE_NANOS, Math.max(FRESH_NANOS, REST * (after - now)));
        }
    }

    private static String read() {
        StringBuilder all = new StringBuilder();
        for (Path file : FILES) {
            try {
                all.append(Files.readString(file, StandardCharsets.US_ASCII));
            } catch (IOException noSuchFile) {
                // A file is missing if the machine lacks that address family.
            }
        }
        return all.toString();
    }

    /** Finds the length of a queue: in its line the two addresses come first, then the state, then the length. */
    private OptionalLong find(String ends) {
        int at = lines.indexOf(": " + ends + " ");
        if (at < 0) {
            return OptionalLong.empty();
        }
        int length = at + ends.length() + ": ".length() + " 01 ".length();
        return OptionalLong.of(Long.parseLong(lines, length, length + 8, 16));
    }

    private static String plain(InetSocketAddress end) {
        return hex(end.getAddress().getAddress()) + port(end);
    }

    /** Returns the address as an IPv4-mapped IPv6 address, which a socket of both families has. */
    private static String mapped(InetSocketAddress end) {
        InetAddress address = end.getAddress();
        return (address instanceof Inet4Address ? hex(MAPPED) : "") + hex(address.getAddress()) + port(end);
    }

    private static String port(InetSocketAddress end) {
        return String.format(Locale.ROOT, ":%04X", end.getPort());
    }

    /** Returns the address as the kernel prints it: 32-bit numbers in the machine's byte order. */
    private static String hex(byte[] address) {
        ByteBuffer numbers = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        StringBuilder hex = new StringBuilder();
        while (numbers.hasRemaining()) {
            hex.append(String.format(Locale.ROOT, "%08X", numbers.getInt()));
        }
        return hex.toString();
    }
}

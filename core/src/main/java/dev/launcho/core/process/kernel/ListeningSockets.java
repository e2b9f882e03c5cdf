package dev.launcho.core.process.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP sockets of this machine that listen: proc(5), net/tcp and net/tcp6. Immutable. */
public final class ListeningSockets {
    private static final Path NET = Path.of("/proc/net");
    private static final String LISTENS = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEX = 16;
    private static final int V6_BYTES = 16;
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final List<Socket> all = new ArrayList<>();

    /** @param address in hexadecimal, as the kernel writes it: 8 digits of IPv4, 32 of IPv6 */
    private record Socket(String address, int port, String inode) {}

    private ListeningSockets() {}

    /**
     * Returns the listening sockets at the head of the kernel's list. Linux lists all of them there, before the
     * machine's connections, which may be very many; elsewhere some may be missing.
     */
    public static ListeningSockets first() {
        return read(lines -> lines.takeWhile(ListeningSockets::mayListen));
    }

    /** Returns all listening sockets as they are now; none where they can't be seen. */
    public static ListeningSockets now() {
        return read(lines -> lines.filter(ListeningSockets::mayListen));
    }

    private static ListeningSockets read(UnaryOperator<Stream<String>> which) {
        ListeningSockets sockets = new ListeningSockets();
        for (String file : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(NET.resolve(file), StandardCharsets.ISO_8859_1)) {
                which.apply(lines.skip(1)).forEach(sockets::add);
            } catch (IOException | RuntimeException absent) {
                continue;
            }
        }
        return sockets;
    }

    /** Returns whether a line is worth parsing. */
    private static boolean mayListen(String line) {
        return line.contains(" " + LISTENS + " ");
    }

    private void add(String line) {
        String[] fields = line.trim().split("\\s+");
        if (fields[STATE].equals(LISTENS)) {
            int colon = fields[LOCAL].lastIndexOf(':');
            int port = Integer.parseInt(fields[LOCAL].substring(colon + 1), HEX);
            all.add(new Socket(fields[LOCAL].substring(0, colon), port, fields[INODE]));
        }
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Returns the inodes of the sockets that get a connection to this address. Several users may listen on one port.
     * The kernel prefers a socket bound to the address, then the wildcard of that family, then a wildcard of IPv6 that
     * takes IPv4 too.
     *
     * @param address a literal
     */
    public Set<String> at(String address, int port) {
        for (Set<String> closest : closeness(address)) {
            Set<String> inodes = new LinkedHashSet<>();
            for (Socket socket : all) {
                if (socket.port() == port && closest.contains(socket.address())) {
                    inodes.add(socket.inode());
                }
            }
            if (!inodes.isEmpty()) {
                return inodes;
            }
        }
        return Set.of();
    }

    private static List<Set<String>> closeness(String literal) {
        byte[] address = bytes(literal);
        Set<String> anyV6 = Set.of(hex(new byte[V6_BYTES]));
        if (address.length == V6_BYTES) {
            return List.of(Set.of(hex(address)), anyV6);
        }
        byte[] any = new byte[address.length];
        return List.of(Set.of(hex(address), hex(mapped(address))), Set.of(hex(any), hex(mapped(any))), anyV6);
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(literal + " is not an address", noLiteral);
        }
    }

    /** Returns an IPv4 address as an IPv4-mapped IPv6 address: RFC 4291, 2.5.5.2. */
    private static byte[] mapped(byte[] v4) {
        byte[] v6 = new byte[V6_BYTES];
        v6[10] = -1;
        v6[11] = -1;
        System.arraycopy(v4, 0, v6, 12, v4.length);
        return v6;
    }

    /** Returns an address as the kernel prints it: words of 32 bits, in its own byte order. */
    private static String hex(byte[] address) {
        ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        StringBuilder digits = new StringBuilder();
        while (words.hasRemaining()) {
            digits.append(UPPER.toHexDigits(words.getInt()));
        }
        return digits.toString();
    }

    public Set<String> inodes() {
        return all.stream().map(Socket::inode).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the ports of the sockets with these inodes, in ascending order. */
    public List<Integer> ports(Set<String> inodes) {
        return all.stream()
                .filter(socket -> inodes.contains(socket.inode()))
                .map(Socket::port)
                .distinct()
                .sorted()
                .toList();
    }
}

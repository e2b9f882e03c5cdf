package dev.launcho.core.health;

import dev.launcho.core.model.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One TCP or HTTP probe over loopback that never blocks: 127.0.0.1 first, then ::1, one deadline over connecting, sending
 * and reading. Belongs to the thread of its selector.
 */
final class LoopbackProbe {
    private final Probe probe;
    private final int port;
    private final Object attachment;
    private final ByteBuffer some;
    private final long deadline;
    private final ByteBuffer request;
    private final StatusLine line = new StatusLine();
    private Family family = Family.IPV4;
    private boolean connected;
    private @Nullable SocketChannel channel;

    private enum Family {
        IPV4("127.0.0.1", StandardProtocolFamily.INET),
        IPV6("::1", StandardProtocolFamily.INET6);

        final String address;
        final ProtocolFamily protocol;

        Family(String address, ProtocolFamily protocol) {
            this.address = address;
            this.protocol = protocol;
        }

        InetSocketAddress at(int port) throws UnknownHostException {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        }
    }

    /**
     * @param attachment what the selector's keys carry
     * @param some to read into, shared by all probes of one thread
     * @param now of {@link System#nanoTime}
     */
    LoopbackProbe(Probe probe, Prober.Port port, Object attachment, ByteBuffer some, long now) {
        this.probe = probe;
        this.port = port.number();
        this.attachment = attachment;
        this.some = some;
        this.deadline = now + probe.timeout().toNanos();
        this.request = request(probe, port);
    }

    private static ByteBuffer request(Probe probe, Prober.Port port) {
        byte[] header = ProbeHeader.of(port.header());
        if (probe.kind() != Probe.Kind.HTTP) {
            return ByteBuffer.wrap(header);
        }
        String text = "GET " + probe.path() + " HTTP/1.1\r\nHost: localhost:" + port.number()
                + "\r\nUser-Agent: launcho\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        byte[] get = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(header.length + get.length)
                .put(header)
                .put(get)
                .flip();
    }

    /** Of {@link System#nanoTime}. */
    long deadline() {
        return deadline;
    }

    /** Connects; the answer, if there is one already. */
    Optional<Answer> begin(Selector selector) {
        connected = false;
        try {
            SocketChannel opened = SocketChannel.open(family.protocol);
            channel = opened;
            opened.configureBlocking(false);
            if (!opened.connect(family.at(port))) {
                opened.register(selector, SelectionKey.OP_CONNECT, attachment);
                return Optional.empty();
            }
            return connected(selector);
        } catch (IOException | UnsupportedOperationException e) {
            // The latter where the machine has no IPv6.
            return failed(e, selector);
        }
    }

    /** Goes on after the selector has found something; the answer, once there is one. */
    Optional<Answer> advance(Selector selector) {
        SocketChannel open = channel;
        if (open == null) {
            return Optional.empty();
        }
        try {
            if (!connected) {
                return open.finishConnect() ? connected(selector) : Optional.empty();
            }
            return request.hasRemaining() ? send(open, selector) : receive(open);
        } catch (IOException e) {
            return failed(e, selector);
        }
    }

    /** What is to be said when the deadline has passed. */
    Answer late() {
        return answer(false, "no answer in " + probe.timeout().toMillis() + "ms");
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException gone) {
                // There is nothing left to be closed.
                return;
            }
        }
    }

    private Optional<Answer> connected(Selector selector) throws IOException {
        connected = true;
        SocketChannel open = channel;
        if (open == null) {
            return Optional.empty();
        }
        if (probe.kind() == Probe.Kind.HTTP) {
            return send(open, selector);
        }
        if (request.hasRemaining()) {
            // A new socket has room for the few bytes of a header.
            open.write(request);
        }
        return Optional.of(answer(true, "accepts connections"));
    }

    private Optional<Answer> send(SocketChannel open, Selector selector) throws IOException {
        open.write(request);
        int next = request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        SelectionKey key = open.keyFor(selector);
        if (key == null) {
            open.register(selector, next, attachment);
        } else {
            key.interestOps(next);
        }
        return Optional.empty();
    }

    private Optional<Answer> receive(SocketChannel open) throws IOException {
        some.clear();
        int count = open.read(some);
        some.flip();
        if (count > 0 && !line.take(some) || count == 0) {
            return Optional.empty();
        }
        return Optional.of(answer(line.healthy(), line.text()));
    }

    /** Nobody accepted at either address: told of the first, for that is where one expects it. */
    private Optional<Answer> failed(Exception e, Selector selector) {
        close();
        String problem = e instanceof ConnectException ? "connection refused" : String.valueOf(e.getMessage());
        if (!connected && family == Family.IPV4) {
            family = Family.IPV6;
            return begin(selector);
        }
        if (!connected) {
            family = Family.IPV4;
        }
        return Optional.of(answer(false, problem));
    }

    private Answer answer(boolean healthy, String text) {
        String at = family == Family.IPV4 ? family.address : "[" + family.address + "]";
        String what = probe.kind() == Probe.Kind.HTTP ? "GET " + probe.path() : "connect";
        return new Answer(healthy, what + " on " + at + ":" + port + ": " + text, connected ? family.address : "");
    }
}

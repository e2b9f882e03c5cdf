package dev.launcho.bench.compare.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Clients of one shape on one loop. Any thread may use the public methods, one at a time. */
public final class Load implements AutoCloseable {
    /** The number of clients that connect at once at the start. */
    private static final int CONNECTING = 256;
    /** The number of failures after which no more connects are tried. */
    private static final int MOST_FAILURES = 1000;

    private final WireLoop loop;
    private final InetSocketAddress address;
    private final Shape shape;
    private final Memory head;
    private final Set<Client> clients = new HashSet<>();
    private final Latencies latencies = new Latencies();
    private int opened;
    private long answers;
    private long bytes;
    private int failures;
    private String failure = "";
    private boolean closed;
    private long since;

    /**
     * The counts since the last reset.
     *
     * @param failures connections that broke or could not be made, since the start
     * @param failure the message of one of them
     */
    public record Count(
            double seconds, long answers, long bytes, long p50Nanos, long p99Nanos, int failures, String failure) {}

    /** @param port on 127.0.0.1 */
    public Load(WireLoop loop, int port, Shape shape) {
        this.loop = loop;
        this.shape = shape;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        head = new Memory((int) Math.min(loop.zeros.size, requestBytes()));
        shape.order().write(head.bytes);
    }

    /** Begins to connect. */
    public void start() throws IOException {
        loop.ask(() -> {
            for (int i = 0; i < Math.min(CONNECTING, shape.connections()); i++) {
                connect();
            }
            return true;
        });
        reset();
    }

    /** Sets all counts to 0, but not the failures. */
    public void reset() throws IOException {
        loop.ask(() -> {
            answers = 0;
            bytes = 0;
            latencies.reset();
            since = System.nanoTime();
            return true;
        });
    }

    public Count count() throws IOException {
        return loop.ask(() -> new Count(
                (System.nanoTime() - since) / 1e9,
                answers,
                bytes,
                latencies.quantile(.5),
                latencies.quantile(.99),
                failures,
                failure));
    }

    /** Returns the number of clients. */
    public int open() throws IOException {
        return loop.ask(clients::size);
    }

    /** Resets all connections. */
    @Override
    public void close() throws IOException {
        loop.ask(() -> {
            closed = true;
            List.copyOf(clients).forEach(client -> client.end(true));
            clients.clear();
            return true;
        });
    }

    Shape shape() {
        return shape;
    }

    /** Returns the beginning of a request. */
    Memory head() {
        return head;
    }

    /** Returns the size of a request with its header. */
    long requestBytes() {
        return shape.order().requestBytes() + Order.SIZE;
    }

    void moved(int count) {
        bytes += count;
    }

    void answered(long nanos) {
        answers++;
        latencies.add(nanos);
        if (opened < shape.connections()) {
            connect();
        }
    }

    void failed() {
        failures++;
        failure = "a connection broke";
    }

    /** Replaces a client that has ended by a new one. */
    void ended(Client client) {
        clients.remove(client);
        if (!closed && failures < MOST_FAILURES) {
            opened--;
            connect();
        }
    }

    private void connect() {
        try {
            clients.add(Client.connect(loop, address, this));
            opened++;
        } catch (IOException | RuntimeException refused) {
            failures++;
            failure = String.valueOf(refused.getMessage());
        }
    }
}

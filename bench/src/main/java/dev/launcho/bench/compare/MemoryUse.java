package dev.launcho.bench.compare;

import dev.launcho.bench.compare.peer.Peer;
import dev.launcho.bench.compare.peer.Proc;
import dev.launcho.bench.compare.peer.Running;
import dev.launcho.bench.compare.wire.Load;
import dev.launcho.bench.compare.wire.Order;
import dev.launcho.bench.compare.wire.Shape;
import dev.launcho.bench.compare.wire.WireLoop;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The measurement of the memory that peers keep for idle connections, and for connections whose client reads nothing. Each
 * peer is started anew and used for a moment first, so that memory of its first use does not count for the connections.
 */
final class MemoryUse {
    private static final int MOST_IDLE = 10_000;
    private static final int STALLED = 200;
    /** The answers after which a peer is warm. */
    private static final int ENOUGH = 10_000;

    private static final long SETTLE_MILLIS = 200;
    private static final int MOST_LOOKS = 10;
    private static final int MOST_WAITS = 40;
    /** The idle looks in a row that are required: on a busy machine the peer may just not have had its turn. */
    private static final int QUIET = 5;

    private final WireLoop loop;
    private final int originPort;
    private final int cores;
    private final Results results;
    private final int idle;

    MemoryUse(WireLoop loop, int originPort, int cores, Results results) throws IOException {
        this.loop = loop;
        this.originPort = originPort;
        this.cores = cores;
        this.results = results;
        this.idle = idle();
        if (idle < MOST_IDLE) {
            results.remark(
                    "%d idle connections instead of %d: a process may have no more than %d open files (ulimit -Hn)"
                            .formatted(idle, MOST_IDLE, Proc.mostDescriptors()));
        }
    }

    void measure(Peer peer, Path folder) throws IOException {
        results.addStalled(peer, held(peer, folder, new Shape(Order.download(), STALLED, Shape.Then.NEVER_READ)));
        results.addIdle(peer, held(peer, folder, new Shape(Order.request(), idle, Shape.Then.STAY)));
    }

    /** Returns the number of idle connections: a proxy needs two descriptors for each, and keeps some for itself. */
    private static int idle() throws IOException {
        long limit = Proc.mostDescriptors();
        return (int) Math.min(MOST_IDLE, (limit - limit / 8 - 300) / 2);
    }

    private void use(Running peer) throws IOException {
        for (Shape shape : new Shape[] {
            new Shape(Order.lastRequest(), 64, Shape.Then.CONNECT_AGAIN),
            new Shape(Order.message(64 * 1024), 64, Shape.Then.ASK_AGAIN),
            new Shape(Order.bothWays(), 8, Shape.Then.ASK_AGAIN)
        }) {
            try (Load load = new Load(loop, peer.port(), shape)) {
                load.start();
                for (int i = 0; i < MOST_LOOKS && load.count().answers() < ENOUGH; i++) {
                    Session.pause(SETTLE_MILLIS);
                }
            }
            Session.pause(SETTLE_MILLIS);
        }
    }

    private Held held(Peer peer, Path folder, Shape shape) throws IOException {
        try (Running running = peer.withSteadyMemory().start(folder, originPort, cores)) {
            use(running);
            long before = running.residentBytes();
            try (Load load = new Load(loop, running.port(), shape)) {
                load.start();
                awaitQuiet(running, load, shape);
                Load.Count count = load.count();
                if (count.failures() > 0) {
                    results.remark("%s: %d failures when %d connections were opened for their memory: %s"
                            .formatted(peer.name(), count.failures(), shape.connections(), count.failure()));
                }
                long more = Math.max(0, running.residentBytes() - before);
                return new Held(before, load.open(), more / (double) Math.max(1, load.open()));
            }
        }
    }

    /** Waits until all connections are open and the peer is idle. */
    private static void awaitQuiet(Running peer, Load load, Shape shape) throws IOException {
        double cpu = -1;
        int quiet = 0;
        for (int i = 0; i < MOST_WAITS && quiet < QUIET; i++) {
            double now = peer.cpuSeconds();
            quiet = load.open() == shape.connections() && now - cpu < .02 ? quiet + 1 : 0;
            cpu = now;
            Session.pause(SETTLE_MILLIS);
        }
    }
}

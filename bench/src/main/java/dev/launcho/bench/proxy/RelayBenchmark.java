package dev.launcho.bench.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of a relayed connection's throughput, and of new connections per second. Client and server are in this process
 * and share its cores. So only the ratio of an engine to {@code direct} or to the other engine has a meaning.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RelayBenchmark {
    static final int CHUNK = 256 * 1024;
    /** The number of chunks that may be on the way before one must have arrived. */
    private static final int WINDOW = 16;

    /** A connection that stays open. */
    @State(Scope.Thread)
    public static class Stream {
        private final byte[] chunk = new byte[CHUNK];
        private Socket socket;
        private InputStream confirmations;
        private int onTheWay;

        @Setup(Level.Trial)
        public void open(Target target) throws IOException {
            socket = target.connect();
            confirmations = socket.getInputStream();
            exchange(socket);
        }

        @TearDown(Level.Trial)
        public void close() throws IOException {
            socket.close();
        }

        void send() throws IOException {
            socket.getOutputStream().write(chunk);
            if (++onTheWay > WINDOW && confirmations.read() == 1) {
                onTheWay--;
            }
        }
    }

    /** The bytes that were sent, which JMH adds up. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Sent {
        public long bytes;

        @Setup(Level.Iteration)
        public void reset() {
            bytes = 0;
        }
    }

    /** Sends a chunk of 256 KiB, and waits for an earlier one to arrive if the window is full. */
    @Benchmark
    public void chunk(Stream stream, Sent sent) throws IOException {
        stream.send();
        sent.bytes += CHUNK;
    }

    /** Connects, sends a byte and gets one back, and closes. */
    @Benchmark
    @Threads(2)
    public void connection(Target target) throws IOException {
        try (Socket socket = target.connect()) {
            exchange(socket);
        }
    }

    private static void exchange(Socket socket) throws IOException {
        socket.getOutputStream().write(0);
        if (socket.getInputStream().read() != 0) {
            throw new IOException("the server is gone");
        }
    }
}

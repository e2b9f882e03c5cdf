package dev.launcho.bench.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A blocking server that discards its input. It answers a zero first byte with a zero, and each full chunk with a byte. */
final class LoopbackServer implements AutoCloseable {
    /** A buffer per thread, since a thread serves many short connections. */
    private static final ThreadLocal<byte[]> SINK = ThreadLocal.withInitial(() -> new byte[RelayBenchmark.CHUNK]);

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());

    LoopbackServer() throws IOException {
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The benchmark has ended.
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            if (in.read() == 0) {
                socket.getOutputStream().write(0);
            }
            byte[] sink = SINK.get();
            long unconfirmed = 0;
            for (int count = in.read(sink); count >= 0; count = in.read(sink)) {
                unconfirmed += count;
                for (; unconfirmed >= RelayBenchmark.CHUNK; unconfirmed -= RelayBenchmark.CHUNK) {
                    socket.getOutputStream().write(1);
                }
            }
        } catch (IOException reset) {
            // Clients end their connections in this way.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdown();
    }
}

package dev.launcho.cli.demo;

import dev.launcho.core.net.SelfConnect;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A steady load of requests to a service, each on a new connection, so that each is balanced. Any thread may read the counts. */
final class RequestLoad implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final long PAUSE_MILLIS = 20;
    private static final int TIMEOUT_MILLIS = 15_000;

    private final int port;
    private final Consumer<Answer> watcher;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;

    /** @param startedAt like {@code endedAt}, by {@link System#nanoTime} */
    record Answer(String body, long startedAt, long endedAt) {}

    /** @param watcher receives each answer of status 200, on the clients' threads */
    RequestLoad(int port, Consumer<Answer> watcher) {
        this.port = port;
        this.watcher = watcher;
    }

    RequestLoad start() {
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(this::run, "load-" + i);
            client.setDaemon(true);
            client.start();
            clients.add(client);
        }
        return this;
    }

    long sent() {
        return sent.get();
    }

    long failed() {
        return failed.get();
    }

    private void run() {
        while (!stopped) {
            long started = System.nanoTime();
            sent.incrementAndGet();
            try {
                String body = get(port);
                watcher.accept(new Answer(body, started, System.nanoTime()));
            } catch (IOException e) {
                failed.incrementAndGet();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** @throws IOException also if the answer is not 200, or missing */
    static String get(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), TIMEOUT_MILLIS);
            SelfConnect.refuse(socket);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int body = answer.indexOf("\r\n\r\n");
            if (!answer.startsWith("HTTP/1.1 200") || body < 0) {
                throw new IOException("not 200");
            }
            return answer.substring(body + 4).trim();
        }
    }

    /** Waits until every client has finished its request. */
    @Override
    public void close() {
        stopped = true;
        for (Thread client : clients) {
            try {
                client.join(TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

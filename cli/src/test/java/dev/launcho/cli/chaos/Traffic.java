package dev.launcho.cli.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Clients that ask all the time, a connection for each request. What is under way on an instance that is killed is lost,
 * whoever balances; so none is while one is killed, and nothing but the server's own downtime is an excuse.
 */
final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int TIMEOUT_MILLIS = 40_000;
    private static final long PAUSE_MILLIS = 10;

    private final int port;
    private final ReentrantReadWriteLock underWay = new ReentrantReadWriteLock(true);
    private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;

    /** @param from and {@code to}: {@link System#nanoTime} */
    record Failed(long from, long to, String what) {}

    /** What is done while no request is under way. */
    interface Harm {
        void run() throws IOException, InterruptedException;
    }

    Traffic(int port) {
        this.port = port;
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(this::run, "client-" + i);
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
    }

    void pausedFor(Harm harm) throws IOException, InterruptedException {
        underWay.writeLock().lock();
        try {
            harm.run();
        } finally {
            underWay.writeLock().unlock();
        }
    }

    long sent() {
        return sent.get();
    }

    List<Failed> failures() {
        return List.copyOf(failures);
    }

    private void run() {
        while (!stopped) {
            underWay.readLock().lock();
            long from = System.nanoTime();
            try {
                String body = get(port, "/");
                if (!body.matches("[0-9]+ [0-9]+")) {
                    failures.add(new Failed(from, System.nanoTime(), "answered by a stranger: " + body));
                }
            } catch (IOException e) {
                failures.add(new Failed(from, System.nanoTime(), e.toString()));
            } finally {
                underWay.readLock().unlock();
            }
            sent.incrementAndGet();
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The body of a 200; else an exception that tells what came. */
    static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int body = answer.indexOf("\r\n\r\n");
            if (!answer.startsWith("HTTP/1.1 200") || body < 0) {
                throw new IOException(
                        "not 200 but \"" + answer.lines().findFirst().orElse("") + "\"");
            }
            return answer.substring(body + 4);
        }
    }

    /** Every client ends what it has begun. */
    void end() throws InterruptedException {
        stopped = true;
        for (Thread client : clients) {
            client.join(TIMEOUT_MILLIS + 1_000L);
        }
    }

    @Override
    public void close() {
        stopped = true;
        clients.forEach(Thread::interrupt);
    }
}

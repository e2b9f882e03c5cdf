package dev.launcho.core.health;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers every connection as a script tells, each on a thread of its own, and keeps what it was asked. */
final class TestServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    final Queue<String> requests = new ConcurrentLinkedQueue<>();

    interface Script {
        void answer(Socket client) throws IOException;
    }

    private TestServer(String address, int port, Script script) throws IOException {
        this.listener = new ServerSocket(port, 50, InetAddress.getByName(address));
        this.script = script;
        start(this::accept);
    }

    static TestServer on(String address, Script script) throws IOException {
        return new TestServer(address, 0, script);
    }

    /** Does like {@link #saying}, at an address and a port of the test's choice. */
    static TestServer at(String address, int port, String answer) throws IOException {
        return new TestServer(address, port, client -> say(client.getOutputStream(), answer));
    }
    /** Takes the request, says this and closes. */
    static TestServer saying(String answer) throws IOException {
        return on("127.0.0.1", client -> say(client.getOutputStream(), answer));
    }

    static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            byte[] request = new byte[4096];
            int n = client.getInputStream().read(request);
            requests.add(new String(request, 0, Math.max(0, n), StandardCharsets.ISO_8859_1));
            script.answer(client);
        } catch (IOException left) {
            return;
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

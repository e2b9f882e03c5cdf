package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.Routes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A blocking server on a loopback port; each connection has a thread. */
final class TestBackend implements AutoCloseable {
    private final InstanceId id;
    private final ServerSocket server;
    private final Conversation conversation;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** What it does with a connection. The socket is closed afterwards. */
    interface Conversation {
        void hold(Socket socket) throws Exception;
    }

    TestBackend(String id, Conversation conversation) throws IOException {
        this.id = new InstanceId(id);
        this.conversation = conversation;
        server = FreePorts.listen("127.0.0.1", 500);
        Thread thread = new Thread(this::serve, "backend-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    /** Says its own name and then returns what it gets until the end. */
    static TestBackend echo(String id) throws IOException {
        return new TestBackend(id, socket -> {
            socket.getOutputStream().write((id + "\n").getBytes());
            socket.getInputStream().transferTo(socket.getOutputStream());
        });
    }

    InstanceId id() {
        return id;
    }

    int accepted() {
        return accepted.get();
    }

    /** How many of its connections have not been closed. */
    long open() {
        return sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    int port() {
        return server.getLocalPort();
    }

    Routes.Backend active() {
        return backend(Routes.Rotation.ACTIVE);
    }

    Routes.Backend active(int weight) {
        return new Routes.Backend(
                id, new HostPort("127.0.0.1", server.getLocalPort()), Routes.Rotation.ACTIVE, weight, id.name());
    }

    Routes.Backend draining() {
        return backend(Routes.Rotation.DRAINING);
    }

    private Routes.Backend backend(Routes.Rotation rotation) {
        return new Routes.Backend(id, new HostPort("127.0.0.1", server.getLocalPort()), rotation);
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                sockets.add(socket);
                Thread thread = new Thread(() -> hold(socket));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void hold(Socket socket) {
        try (socket) {
            conversation.hold(socket);
        } catch (SocketException reset) {
            // Tests that care look themselves.
        } catch (Exception broken) {
            broken.printStackTrace();
        }
    }

    /** No new ones; those it has go on. Nobody else gets its port. */
    void stopListening() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

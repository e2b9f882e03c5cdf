package dev.launcho.cli.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between a client and a server, and cuts their connections when a test says so. */
final class LostConnection implements Closeable {
    private final ServerSocket listening;
    private final int port;
    private final long most;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    /**
     * @param port of the server
     * @param most bytes from the client, after which a connection is cut
     */
    LostConnection(int port, long most) throws IOException {
        this.listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        this.port = port;
        this.most = most;
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Both sides of all connections are closed when this returns. */
    void cut() {
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            close(socket);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(client);
                open.add(server);
                start(() -> pass(client, server, most));
                start(() -> pass(server, client, Long.MAX_VALUE));
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private static void pass(Socket from, Socket to, long bytes) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8 * 1024];
            long left = bytes;
            for (int n = in.read(buffer); n >= 0 && n < left; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                left -= n;
            }
        } catch (IOException cut) {
            return;
        }
    }

    private static void start(Runnable what) {
        Thread thread = new Thread(what, "lost-connection");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException gone) {
            return;
        }
    }

    @Override
    public void close() {
        close(listening);
        cut();
    }
}

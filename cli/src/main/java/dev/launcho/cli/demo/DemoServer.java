package dev.launcho.cli.demo;

import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.net.SelfConnect;
import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server process with a home of its own. One thread, except {@link #close}. */
final class DemoServer implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Path home;
    private @Nullable Process process;
    private boolean closed;

    /** @param home the only thing in its folder, which is removed with it: the server puts its secret key beside its home */
    DemoServer(Path home) {
        this.home = home;
    }

    /** Starts the server and waits until it accepts. @throws IOException with the server's output, if it does not come up */
    void start() throws IOException {
        awaitUp(begin());
    }

    /** Starts the process. A concurrent {@link #close} waits until there is a process to end. */
    private synchronized Process begin() throws IOException {
        if (closed) {
            throw new IOException("the demo was interrupted");
        }
        int ports = 20_000 + (int) (ProcessHandle.current().pid() % 100) * 90;
        Files.writeString(
                new HomeDirectory(home).config(),
                "server:\n  admin_host: 127.0.0.1\n  admin_port: " + freePort() + "\n  loopback_ports: [" + ports + ", "
                        + (ports + 90) + "]\n");
        List<String> command = new ArrayList<>(List.of(java()));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.launcho.cli.Main"));
        command.addAll(List.of("server", "--home", home.toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("server.log").toFile())
                .start();
        return process;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns a port that was free when it was tried. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitUp(Process begun) throws IOException {
        long deadline = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < deadline && begun.isAlive()) {
            Optional<ServerLock> lock = ServerLock.read(new HomeDirectory(home).lock());
            if (lock.isPresent() && accepts(lock.get())) {
                return;
            }
            pause();
        }
        throw new IOException("the server did not come up:\n" + Files.readString(home.resolve("server.log")));
    }

    private static boolean accepts(ServerLock lock) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(lock.admin().host(), lock.admin().port()), 1_000);
            SelfConnect.refuse(socket);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
    }

    /** Stops the server with SIGTERM (after 60 s with SIGKILL), and removes its home and the folder around it. Any thread. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (process != null) {
            end(process);
        }
        Folders.remove(home.toAbsolutePath().getParent());
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}

package dev.launcho.cli.chaos;

import dev.launcho.cli.client.AdminClient;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.client.Login;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** One home, its configuration, and the real server on it, which is killed and started again. One thread. */
final class Site implements AutoCloseable {
    /** Few, so that a port that is not given back is missed. */
    static final int PORTS = 60;

    /** A target's services have neighbouring ports. */
    private static final int SERVICES = 2;

    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern HOME_ID = Pattern.compile("\"home\": *\"([^\"]+)\"");

    final HomeDirectory home;
    final int service;
    final int firstPort;
    final Windows down = new Windows();
    private final Path launcho;
    private final Path log;
    private Process server;

    /** Starts a first server. */
    Site(Path root, Path dir, Random random) throws IOException, InterruptedException {
        this.launcho = root.resolve("launcho");
        this.home = new HomeDirectory(dir.resolve("home"));
        this.log = dir.resolve("server.log");
        this.service = freePorts(10_000, 9_000, SERVICES, random);
        this.firstPort = freePorts(20_000, 9_000, PORTS, random);
        Files.createDirectories(home.dir());
        Files.writeString(
                home.config(),
                "server:\n  admin_host: 127.0.0.1\n  admin_port: " + freePorts(30_000, 2_000, 1, random)
                        + "\n  loopback_ports: [" + firstPort + ", " + (firstPort + PORTS) + "]\n");
        this.server = begin();
        awaitAdmin();
    }

    /** The first of so many neighbouring ports, all of them free. */
    private static int freePorts(int first, int count, int needed, Random random) {
        int port = first + random.nextInt(count);
        while (!IntStream.range(port, port + needed).allMatch(Site::isFree)) {
            port = first + random.nextInt(count);
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private Process begin() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        launcho.toString(), "--home", home.dir().toString(), "server")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    /** SIGKILL. From here on failures are excused. */
    void kill() throws InterruptedException {
        down.open();
        server.destroyForcibly();
        server.waitFor();
    }

    /** Another one, after {@link #kill} or {@link #leave}; comes back once it takes connections to the service again. */
    void start() throws IOException, InterruptedException {
        server = begin();
        await("the service listens again", this::serves);
        down.close();
        awaitAdmin();
    }

    /** Ends it; its processes run on. */
    void leave() throws Failure, IOException, InterruptedException {
        down.open();
        client().shutdown(true);
        if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the server does not end");
        }
    }

    /** SIGTERM: everything is to end with it. @return its exit code */
    int stop() throws IOException, InterruptedException {
        down.open();
        server.destroy();
        if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the server did not stop in " + PATIENCE_SECONDS + " s");
        }
        down.close();
        return server.exitValue();
    }

    long pid() {
        return server.pid();
    }

    boolean lives() {
        return server.isAlive();
    }

    private boolean serves() {
        try (Socket socket = new Socket("127.0.0.1", service)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void awaitAdmin() throws IOException, InterruptedException {
        await("the server takes orders", () -> {
            Optional<ServerLock> lock = ServerLock.read(home.lock());
            return lock.isPresent() && lock.get().pid() == server.pid() && status().isPresent();
        });
    }

    AdminClient client() throws Failure {
        return new AdminClient(Login.find(home, ""), "chaos", login -> {});
    }

    /** Empty if the server does not answer. */
    Optional<StatusView> status() {
        try {
            return Optional.of(client().status());
        } catch (Failure away) {
            return Optional.empty();
        }
    }

    /**
     * What the server says, once it does: a busy machine may leave one call without an answer.
     *
     * @throws IOException if it says nothing in a minute
     */
    StatusView askStatus() throws IOException, InterruptedException {
        AtomicReference<StatusView> answer = new AtomicReference<>();
        await("the server answers", () -> {
            status().ifPresent(answer::set);
            return answer.get() != null;
        });
        return answer.get();
    }

    void target(String yaml) throws Failure {
        AdminClient client = client();
        client.setTarget(
                "chaos.yaml",
                yaml.getBytes(StandardCharsets.UTF_8),
                client.target().revision(),
                "");
    }

    /** @throws IOException if it is not so in a minute, with the status and the end of the server's log */
    void awaitStatus(String what, Predicate<StatusView> so) throws IOException, InterruptedException {
        await(what, () -> status().filter(so).isPresent());
    }

    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline || !server.isAlive()) {
                throw new IOException("not so in " + PATIENCE_SECONDS + " s: " + what + "\n"
                        + (server.isAlive() ? "" : "the server has ended with " + server.exitValue() + "\n")
                        + status().map(s -> s.processes().toString() + s.services())
                                .orElse("no status"));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** All is as wanted, and nothing else is there. */
    static boolean settled(StatusView s) {
        return s.processes().stream()
                .allMatch(p -> p.state().equals("ok")
                        && p.ready() == p.wanted()
                        && p.instances().size() == p.wanted());
    }

    String homeId() throws IOException {
        Matcher id = HOME_ID.matcher(Files.readString(home.dir().resolve("state.json")));
        if (!id.find()) {
            throw new IOException("state.json names no home");
        }
        return id.group(1);
    }

    /** Lines of what the servers printed that no user should ever see. */
    List<String> stackTraces() throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith("\tat ")
                        || line.contains("Exception in thread")
                        || line.contains("the reconciler failed"))
                .limit(20)
                .toList();
    }

    /** A server may be in the middle of a letter. */
    private List<String> lines() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    String logTail(int lines) throws IOException {
        List<String> all = lines();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /** Ends the server and what it has started, whatever state they are in. */
    @Override
    public void close() throws IOException {
        try {
            if (server.isAlive()) {
                Signal.send("CONT", server.pid());
                server.destroy();
                if (!server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
            }
            for (Census.Member left : Census.of(homeId())) {
                Signal.send("KILL", left.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

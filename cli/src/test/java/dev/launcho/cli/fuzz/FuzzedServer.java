package dev.launcho.cli.fuzz;

import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.cli.server.FreePorts;
import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program itself, with a small heap, in a process of its own. */
final class FuzzedServer implements AutoCloseable {
    private final Process process;
    private final Path output;
    private final int port;

    private FuzzedServer(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    static FuzzedServer start(Path home) throws Exception {
        Files.createDirectories(home);
        int free = FreePorts.next();
        Files.writeString(
                home.resolve("launcho-config.yaml"),
                "server:\n  admin_host: \"127.0.0.1\"\n  admin_port: " + free + "\n  loopback_ports: [20000, 30000]\n");
        Path output = home.resolveSibling("server.log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-Dio.netty.leakDetection.level=advanced",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.launcho.cli.Main",
                        "--home",
                        home.toString(),
                        "server"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (ServerLock.read(new HomeDirectory(home).lock()).isEmpty()
                || !Files.readString(output).contains("admin endpoint on")) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("the server did not start: " + Files.readString(output));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        return new FuzzedServer(process, output, free);
    }

    int port() {
        return port;
    }

    boolean alive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

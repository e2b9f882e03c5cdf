package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.command.Cli;
import java.io.BufferedReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are far larger than the server's heap. */
class StreamingTest {
    private static final long SIZE = 128L << 20;

    @TempDir
    Path directory;

    @Test
    void upAndDown_fourTimesTheServersHeap_passesInPieces() throws Exception {
        Path home = directory.resolve("home");
        Path large = directory.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(SIZE); // Sparse: costs no disk.
        }
        Process server = start(home, 32);
        try (BufferedReader out = server.inputReader()) {
            assertThat(out.readLine()).startsWith("listening on ");

            Cli.Result up = Cli.at(home).run("resource", "up", large.toString());
            assertThat(up.exit()).as(up.err()).isZero();

            Path copy = directory.resolve("copy");
            Cli.Result down = Cli.at(home).run("resource", "down", up.out().strip(), copy.toString());
            assertThat(down.exit()).as(down.err()).isZero();
            assertThat(Files.size(copy)).isEqualTo(SIZE);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** A JVM of its own. @param megabytes of its heap, and of its direct memory */
    static Process start(Path home, int megabytes) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(
                "-Xmx" + megabytes + "m", "-XX:MaxDirectMemorySize=" + megabytes + "m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeServer.class.getName()));
        command.add(home.toString());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process at its limit of open files lets clients wait, and goes on when it can. */
class ExhaustionTest extends BalancerFixture {
    private static final int OPEN_FILES = 150;

    @TempDir
    Path folder;

    private Process server;
    private BufferedReader output;
    private PrintStream commands;

    @BeforeEach
    void startServer() throws IOException {
        TestBackend a = echo("a");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        server = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + OPEN_FILES + " && exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExhaustedServer.class.getName(),
                        engine.name(),
                        web.toString(),
                        a.active().address().toString())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        output = server.inputReader();
        commands = new PrintStream(server.getOutputStream(), true);
        assertThat(output.readLine()).isEqualTo("listening");
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        commands.close();
        if (!server.waitFor(5, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }

    @Test
    void moreClientsThanDescriptors_theyWaitTheirTurn() throws IOException {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < OPEN_FILES; i++) {
            clients.add(connect());
        }

        for (TestClient client : clients) {
            assertThat(client.line()).isEqualTo("a");
            client.close();
        }

        assertThat(warnings()).as("warnings in a few seconds").isBetween(1L, 5L);
    }

    @Test
    void noDescriptorLeft_loopsSurviveWithoutSpinning() throws IOException {
        assertThat(ask("hog")).isEqualTo("hogged");
        List<TestClient> clients = List.of(connect(), connect(), connect());
        Duration before = cpu();
        // Two pauses of the accepting side, as seen by a client that can't be served.
        clients.get(0).socket().setSoTimeout(500);
        assertThat(hears(clients.get(0))).isFalse();
        assertThat(cpu().minus(before)).isLessThan(Duration.ofMillis(400));

        assertThat(ask("free")).isEqualTo("free");

        clients.get(0).socket().setSoTimeout(10_000);
        for (TestClient client : clients) {
            assertThat(client.line()).isEqualTo("a");
        }
        assertThat(warnings()).isBetween(1L, 3L);
    }

    private String ask(String command) throws IOException {
        commands.println(command);
        return output.readLine();
    }

    private static boolean hears(TestClient client) throws IOException {
        try {
            client.in().read();
            return true;
        } catch (SocketTimeoutException silent) {
            return false;
        }
    }

    private Duration cpu() {
        return server.info().totalCpuDuration().orElseThrow();
    }

    private long warnings() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("stderr"));
        assertThat(lines).noneMatch(line -> line.contains("Error") || line.contains("Exception"));
        return lines.stream().filter(line -> line.startsWith("WARNING: " + web)).count();
    }
}

package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process at its limit of open files lets clients wait, and goes on when it can. */
class ExhaustionTest extends BalancerFixture {
    private static final int OPEN_FILES = 150;

    @TempDir
    Path folder;

    private @Nullable Process server;
    private BufferedReader output;
    private PrintStream commands;

    private static final Path STRACE = Path.of("/usr/bin/strace");

    private void startServer(String limits, String... before) throws IOException {
        TestBackend a = echo("a");
        List<String> command = new ArrayList<>(List.of("sh", "-c", limits + " && exec \"$@\"", "sh"));
        command.addAll(List.of(before));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ExhaustedServer.class.getName(),
                engine.name(),
                web.toString(),
                a.active().address().toString()));
        server = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        output = server.inputReader();
        commands = new PrintStream(server.getOutputStream(), true);
        assertThat(output.readLine()).isEqualTo("listening");
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        if (server == null) {
            return;
        }
        commands.close();
        if (!server.waitFor(5, TimeUnit.SECONDS)) {
            server.destroyForcibly();
        }
    }

    @Test
    void moreClientsThanDescriptors_theyWaitTheirTurn() throws IOException {
        startServer("ulimit -n " + OPEN_FILES);
        long before = System.nanoTime();
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < OPEN_FILES; i++) {
            clients.add(connect());
        }

        for (TestClient client : clients) {
            assertThat(client.line()).isEqualTo("a");
            client.close();
        }

        assertOneWarningASecondSince(before);
    }

    private void assertOneWarningASecondSince(long nanos) throws IOException {
        long warnings = warnings();
        assertThat(warnings)
                .as("warnings")
                .isBetween(1L, 1 + Duration.ofNanos(System.nanoTime() - nanos).toSeconds());
    }

    @Test
    void moreClientsThanDescriptors_asLongAsTheyWait_itIsToldAgain() throws IOException {
        startServer("ulimit -n " + OPEN_FILES);
        for (int i = 0; i < OPEN_FILES; i++) {
            connect();
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> warnings() >= 3);
    }

    /** The JVM does it; nothing here may keep it from doing so. */
    @Test
    void softLimit_isRaisedToTheHardOne() throws IOException {
        startServer("ulimit -Sn 70 && ulimit -Hn 500");
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(connect());
        }

        for (TestClient client : clients) {
            assertThat(client.line()).isEqualTo("a");
        }
        assertThat(warnings()).isZero();
    }

    @Test
    void noDescriptorLeft_loopsSurviveWithoutSpinning() throws IOException {
        startServer("ulimit -n " + OPEN_FILES);
        hogAll();
        List<TestClient> clients = List.of(connect(), connect(), connect());
        assertRestsWhileNobodyIsServed(clients.get(0));
        assertThat(warnings()).isPositive();

        assertThat(ask("free")).isEqualTo("free");

        long told = warnings();

        for (TestClient client : clients) {
            assertThat(client.line()).isEqualTo("a");
        }
        assertThat(warnings()).isLessThanOrEqualTo(told + 1);
    }

    /** The client is connected; it may stay so until there is a descriptor for its backend, too. */
    @Test
    void noDescriptorForTheBackend_clientWaits() throws IOException {
        startServer("ulimit -n " + OPEN_FILES);
        hogAll();
        assertThat(ask("free one")).isEqualTo("free");
        TestClient client = connect();
        client.socket().setSoTimeout(1_500);
        assertThat(hears(client)).isFalse();

        assertThat(ask("free")).isEqualTo("free");

        client.socket().setSoTimeout(TestClient.PATIENCE_MILLIS);
        assertThat(client.line()).isEqualTo("a");
    }

    /** Whatever the kernel lacks, it is told as an error of accept. */
    @ParameterizedTest
    @ValueSource(strings = {"EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"})
    void acceptFails_loopsSurvive_andGoOnWhenItDoesNot(String error) throws IOException {
        assumeTrue(Files.exists(STRACE), "strace makes the kernel fail");
        assumeTrue(Stress.ON || error.equals("ENOBUFS"), "the others with -D" + Stress.PROPERTY);
        String inject = "inject=accept,accept4:error=" + error + ":when=1..6";
        startServer(
                "true", STRACE.toString(), "-f", "-qq", "-o", "/dev/null", "-e", "trace=accept,accept4", "-e", inject);
        long before = System.nanoTime();
        TestClient client = connect();

        assertThat(client.line()).isEqualTo("a");
        assertThat(connect().line()).isEqualTo("a");

        // Six failures, of two loops at the most, 200 ms apart.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(350));
        assertOneWarningASecondSince(before);
    }

    /** The kernel says it of the call, so nobody was asked: with one backend, a client that does not wait is reset. */
    @ParameterizedTest
    @ValueSource(strings = {"ENOBUFS", "EADDRNOTAVAIL", "EAGAIN", "ENOMEM", "EMFILE", "ENFILE"})
    void connectFails_forWantOfSomethingHere_clientWaits(String error) throws IOException {
        assumeTrue(Files.exists(STRACE), "strace makes the kernel fail");
        assumeTrue(
                Stress.ON || List.of("ENOBUFS", "EADDRNOTAVAIL").contains(error),
                "the others with -D" + Stress.PROPERTY);
        String inject = "inject=connect:error=" + error + ":when=1..20";
        startServer("true", STRACE.toString(), "-f", "-qq", "-o", "/dev/null", "-e", "trace=connect", "-e", inject);

        assertThat(connect().line()).isEqualTo("a");

        List<String> lines = Files.readAllLines(folder.resolve("stderr"));
        assertThat(lines).anyMatch(line -> line.contains("a connection to service web waits: "));
    }

    /** Less than a twentieth of a processor, once it has come to rest: a loop that spins never does. */
    private void assertRestsWhileNobodyIsServed(TestClient client) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ZERO).until(() -> {
            Duration before = cpu();
            client.socket().setSoTimeout(1_500);
            assertThat(hears(client)).isFalse();
            client.socket().setSoTimeout(TestClient.PATIENCE_MILLIS);
            return cpu().minus(before).compareTo(Duration.ofMillis(75)) < 0;
        });
    }

    /** A file of a class may be open while the first descriptors are taken: it is needed once, and the second time takes it. */
    private void hogAll() throws IOException {
        assertThat(connect().line()).isEqualTo("a");
        assertThat(ask("hog")).isEqualTo("hogged");
        assertThat(ask("hog")).isEqualTo("hogged");
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

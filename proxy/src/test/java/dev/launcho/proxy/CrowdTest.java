package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process with 64 MB of heap and 32 MB of direct memory carries many connections, a tenth of them stalled, without an
 * error: 2,000 for a minute with {@code -Dlauncho.stress=true}, else some for a moment.
 */
class CrowdTest extends BalancerFixture {
    private static final int CONNECTIONS = Stress.ON ? 2_000 : 200;
    private static final int STALLED = CONNECTIONS / 10;
    private static final Duration TIME = Stress.ON ? Duration.ofSeconds(60) : Duration.ofSeconds(1);
    private static final int MESSAGE = 500;
    /** More than the kernel keeps anywhere on the way. */
    private static final int MUCH = 16 * 1024 * 1024;
    /** What one that is stalled to the last buffer takes of the kernel's memory for TCP, at most. */
    private static final int KERNEL = 8 * 1024 * 1024;

    @TempDir
    Path folder;

    private Process server;
    private PrintStream commands;
    private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(256 * 1024);

    @BeforeEach
    void startServer() throws IOException {
        assumeThat(((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getMaxFileDescriptorCount())
                .as("open files that a process may have")
                .isGreaterThan(3L * CONNECTIONS);
        CrowdBackend backend = closing(new CrowdBackend());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(allowances());
        command.addAll(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=32m", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.addAll(List.of(
                ExhaustedServer.class.getName(),
                engine.name(),
                web.toString(),
                backend.active().address().toString()));
        server = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        BufferedReader output = server.inputReader();
        commands = new PrintStream(server.getOutputStream(), true);
        assertThat(output.readLine()).isEqualTo("listening");
    }

    /** What newer JDKs warn of unless they are told that it is fine; this JVM was told. */
    private static List<String> allowances() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .filter(argument -> argument.contains("native-access") || argument.contains("unsafe"))
                .toList();
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        if (server != null) {
            commands.close();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    @Test
    void crowd_someStalled_isCarriedWithoutAnError() throws IOException {
        int full = full();
        List<SocketChannel> sources = open('s', full / 2);
        List<SocketChannel> shortSources = open('z', (STALLED - full) / 2);
        List<SocketChannel> sinks = open('h', STALLED / 2);
        for (SocketChannel sink : sinks) {
            fill(sink, sinks.indexOf(sink) < full / 2 ? 4 * MUCH : CrowdBackend.SOME);
        }
        List<SocketChannel> talking = open('e', CONNECTIONS - STALLED);

        long end = System.nanoTime() + TIME.toNanos();
        int rounds = 0;
        while (rounds < 2 || System.nanoTime() < end) {
            talk(talking, rounds++);
        }

        // What had stalled goes on where it was.
        for (SocketChannel source : sources) {
            drain(source, MUCH);
        }
        for (SocketChannel source : shortSources) {
            drain(source, CrowdBackend.SOME);
        }
        System.out.println(CONNECTIONS + " connections on " + engine + ", " + STALLED + " stalled, " + full
                + " of them to the last buffer, " + rounds + " exchanges on each, "
                + resident() + " MiB resident");
        assertThat(server.isAlive()).isTrue();
        assertThat(Files.readAllLines(folder.resolve("stderr"))).isEmpty();
    }

    private List<SocketChannel> open(char what, int count) throws IOException {
        List<SocketChannel> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = closing(SocketChannel.open());
            CrowdBackend.keepSmall(channel);
            channel.connect(new InetSocketAddress(web.host(), web.port()));
            channel.write(ByteBuffer.wrap(new byte[] {(byte) what}));
            opened.add(channel);
        }
        return opened;
    }

    /** How many of the stalled ones may be so to the last buffer: a host without memory for TCP drops segments of all. */
    private static int full() throws IOException {
        // It can be read only all at once.
        try (BufferedReader file = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/tcp_mem"))) {
            long pages = Long.parseLong(file.readLine().strip().split("\\s+")[0]);
            return (int) Math.min(STALLED, pages * 4096 / KERNEL);
        }
    }

    /** Until that many bytes are on the way, or nothing was taken for a moment. */
    private void fill(SocketChannel sink, int most) throws IOException {
        sink.configureBlocking(false);
        int sent = 0;
        for (int idle = 0; idle < 5 && sent < most; ) {
            zeros.clear();
            int count = sink.write(zeros);
            sent += count;
            idle = count == 0 ? idle + 1 : 0;
            if (count == 0) {
                LockSupport.parkNanos(2_000_000);
            }
            assertThat(sent).as("taken from one whose backend reads nothing").isLessThan(64 * 1024 * 1024);
        }
    }

    private void talk(List<SocketChannel> talking, int round) throws IOException {
        for (SocketChannel channel : talking) {
            message.clear();
            while (message.hasRemaining()) {
                message.put((byte) (round + message.position()));
            }
            message.flip();
            while (message.hasRemaining()) {
                channel.write(message);
            }
        }
        for (SocketChannel channel : talking) {
            message.clear();
            while (message.hasRemaining()) {
                assertThat(channel.read(message)).as("the connection lives").isPositive();
            }
            for (int i = 0; i < MESSAGE; i++) {
                assertThat(message.get(i) == (byte) (round + i)).isTrue();
            }
        }
    }

    private void drain(SocketChannel source, int most) throws IOException {
        for (int read = 0; read < most; ) {
            zeros.clear();
            int count = source.read(zeros);
            assertThat(count).as("the connection lives").isPositive();
            read += count;
        }
    }

    private long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(server.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024;
    }
}

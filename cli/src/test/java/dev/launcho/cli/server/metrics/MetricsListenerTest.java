package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The plain listener, over real sockets. */
@Tag("attack")
class MetricsListenerTest {
    private int port;
    private MetricsListener listener;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        listener = bind();
        listener.serve(MetricsExposition.of(SmallStatus::small));
    }

    private MetricsListener bind() throws IOException {
        return MetricsListener.bind(new HostPort("127.0.0.1", port));
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private String ask(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void get_metrics_areInTheFormatThatIsWanted() throws Exception {
        assertThat(ask("GET /metrics HTTP/1.1~Host: x~~"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .contains("connection: close\r\n")
                .contains("launcho_process_ready_instances{process=\"web\"} 1.0\n");
        assertThat(ask("GET /metrics?x=1 HTTP/1.0~Accept: text/html~Accept: application/openmetrics-text~~"))
                .contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                .endsWith("# EOF\n");
    }

    @Test
    void head_metrics_areTheirSize() throws Exception {
        assertThat(ask("HEAD /metrics HTTP/1.1~Host: x~~"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsPattern("content-length: [1-9][0-9]{3,}\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void anythingElse_isRefused() throws Exception {
        assertThat(ask("GET / HTTP/1.1~Host: x~~")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET /v1/status HTTP/1.1~Host: x~~")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET //metrics HTTP/1.1~Host: x~~")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("POST /metrics HTTP/1.1~Host: x~Content-Length: 0~~"))
                .startsWith("HTTP/1.1 405 ")
                .contains("allow: GET, HEAD\r\n");
        assertThat(ask("nonsense~~")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET /metrics?" + "x".repeat(2_000) + " HTTP/1.1~~")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void head_thatIsTooLarge_isRefused() throws Exception {
        try (Socket socket = connect()) {
            byte[] line = ("X-A: " + "a".repeat(1_000) + "\r\n").getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> {
                        for (int n = 0; n < 100_000; n++) {
                            socket.getOutputStream().write(line);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** Well before the deadline of a head, so that it is not what closes them. */
    private static final Duration EARLY = Duration.ofSeconds(3);

    private static List<Socket> closedOf(List<Socket> some) {
        return some.stream().filter(MetricsListenerTest::isClosed).toList();
    }

    @Test
    void connections_moreThanSixteen_endTheOldestThatAreSilent() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int n = 0; n < 40; n++) {
                idle.add(connect());
            }
            await().atMost(EARLY).until(() -> closedOf(idle).equals(idle.subList(0, 24)));

            assertThat(ask("GET /metrics HTTP/1.1~~")).startsWith("HTTP/1.1 200 ");
            assertThat(closedOf(idle)).isEqualTo(idle.subList(0, 25));
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void connection_thatIsSilent_isClosedAfterFiveSeconds() throws Exception {
        try (Socket silent = connect();
                Socket halfway = connect()) {
            halfway.getOutputStream().write("GET /met".getBytes(StandardCharsets.UTF_8));
            silent.setSoTimeout(15_000);
            assertThat(silent.getInputStream().read()).isNegative();
            assertThat(halfway.getInputStream().read()).isNegative();
        }
    }

    /** Blocks all scrapes until the test ends. */
    private CountDownLatch startStuck() throws Exception {
        listener.close();
        CountDownLatch stuck = new CountDownLatch(1);
        listener = bind();
        listener.serve(MetricsExposition.of(() -> {
            try {
                stuck.await();
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
            return SmallStatus.small();
        }));
        return stuck;
    }

    @Test
    void connections_thatHaveAsked_stayAndNoOtherComesIn() throws Exception {
        CountDownLatch stuck = startStuck();
        List<Socket> asking = new ArrayList<>();
        try {
            for (int n = 0; n < 16; n++) {
                asking.add(connect());
                asking.get(n).getOutputStream().write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            }
            await().atMost(EARLY).until(() -> {
                try (Socket more = connect()) {
                    more.setSoTimeout(100);
                    return more.getInputStream().read() < 0;
                }
            });
            assertThat(closedOf(asking)).isEmpty();
            stuck.countDown();
            for (Socket socket : asking) {
                socket.setSoTimeout(30_000);
                assertThat(socket.getInputStream().readAllBytes())
                        .startsWith("HTTP/1.1 200 ".getBytes(StandardCharsets.UTF_8));
            }
        } finally {
            stuck.countDown();
            for (Socket socket : asking) {
                socket.close();
            }
        }
    }

    @Test
    void request_isReadOnce_whateverFollows() throws Exception {
        CountDownLatch stuck = startStuck();
        try (SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            client.configureBlocking(false);
            String head = "GET /metrics HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n";
            client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer many = ByteBuffer.allocate(100_000);
            long sent = 0;
            // The kernel keeps some megabytes of what nobody reads.
            for (long last = System.nanoTime(); sent < 64 << 20 && System.nanoTime() - last < 500_000_000; ) {
                int more = client.write(many.rewind());
                sent += more;
                last = more > 0 ? System.nanoTime() : last;
            }
            assertThat(sent).isLessThan(64 << 20);
        } finally {
            stuck.countDown();
        }
    }

    @Test
    void worker_thatIsStuck_takesNoMoreThanCanBeOpen() throws Exception {
        ExecutorService worker = MetricsListener.worker();
        CountDownLatch stuck = new CountDownLatch(1);
        try {
            for (int n = 0; n < 17; n++) {
                worker.execute(() -> {
                    try {
                        stuck.await();
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThatThrownBy(() -> worker.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        } finally {
            stuck.countDown();
            worker.shutdownNow();
        }
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void bind_alone_keepsTheAddressAndLetsClientsWait() throws Exception {
        listener.close();
        listener = bind();

        assertThatThrownBy(this::bind).isInstanceOf(IOException.class);
        try (Socket early = connect()) {
            early.getOutputStream().write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            early.setSoTimeout(200);
            assertThatThrownBy(() -> early.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            early.setSoTimeout(30_000);
            listener.serve(MetricsExposition.of(SmallStatus::small));
            assertThat(new String(early.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void bind_addressThatIsTaken_saysWhatToDo() throws Exception {
        assertThatThrownBy(() -> bind())
                .isInstanceOf(IOException.class)
                .hasMessageMatching("the metrics address 127.0.0.1:" + port
                        + " can't be used: .*; set server.metrics in launcho-config.yaml");
    }

    @Test
    void bind_addressOfAnotherMachine_saysSo() {
        assertThatThrownBy(() -> MetricsListener.bind(new HostPort("192.0.2.1", 9_464)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the metrics address 192.0.2.1:9464 can't be used: ");
    }

    /** An error that nobody catches would end the server. */
    @Test
    void scrape_thatFails_isAnErrorAndTheNextOneIsAsked() throws Exception {
        listener.close();
        for (Throwable failure : List.of(
                new IllegalStateException("broken for the test"),
                new NoClassDefFoundError("broken for the test"),
                new StackOverflowError())) {
            boolean[] broken = {true};
            listener = bind();
            listener.serve(MetricsExposition.of(() -> {
                if (broken[0]) {
                    MetricsListenerTest.<RuntimeException>fail(failure);
                }
                return SmallStatus.small();
            }));

            assertThat(ask("GET /metrics HTTP/1.1~~")).startsWith("HTTP/1.1 500 ");
            broken[0] = false;
            assertThat(ask("GET /metrics HTTP/1.1~~")).startsWith("HTTP/1.1 200 ");
            listener.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable with) throws T {
        throw (T) with;
    }
}

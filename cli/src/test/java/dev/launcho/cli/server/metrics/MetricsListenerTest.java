package dev.launcho.cli.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void connections_moreThanSixteen_areClosed_andLeaveRoomWhenTheyGo() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int n = 0; n < 40; n++) {
                idle.add(connect());
            }
            long closed = await().atMost(Duration.ofSeconds(20))
                    .until(
                            () -> idle.stream()
                                    .filter(MetricsListenerTest::isClosed)
                                    .count(),
                            count -> count >= 24);
            assertThat(closed).isEqualTo(24);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> ask("GET /metrics HTTP/1.1~~").startsWith("HTTP/1.1 200 "));
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

    @Test
    void scrape_thatFails_isAnErrorAndTheNextOneIsAsked() throws Exception {
        listener.close();
        boolean[] broken = {true};
        listener = bind();
        listener.serve(MetricsExposition.of(() -> {
            if (broken[0]) {
                throw new IllegalStateException("broken for the test");
            }
            return SmallStatus.small();
        }));

        assertThat(ask("GET /metrics HTTP/1.1~~")).startsWith("HTTP/1.1 500 ");
        broken[0] = false;
        assertThat(ask("GET /metrics HTTP/1.1~~")).startsWith("HTTP/1.1 200 ");
    }
}

package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProxyProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackProbeTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @CsvSource({
        "200 OK, true",
        "204 No Content, true",
        "302 Found, true",
        "399 Odd, true",
        "400 Bad Request, false",
        "404 Not Found, false",
        "500 Internal Server Error, false",
        "503 Service Unavailable, false",
        "100 Continue, false"
    })
    void http_eachStatus_isHealthyFrom200To399(String status, boolean healthy) throws IOException {
        try (TestServer server = TestServer.saying("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
            Answer answer = http(server.port(), "/health?deep=1", LONG);

            assertThat(answer.healthy()).isEqualTo(healthy);
            assertThat(answer.text()).isEqualTo("GET /health?deep=1 on 127.0.0.1:" + server.port() + ": " + status);
            assertThat(answer.address()).isEqualTo("127.0.0.1");
            assertThat(server.requests.peek())
                    .startsWith("GET /health?deep=1 HTTP/1.1\r\n")
                    .contains("Host: localhost:" + server.port())
                    .endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 twohundred\r\n", "200 OK\r\n", "\r\n\r\n", "\0\0\0\n"})
    void http_garbage_isUnhealthy(String garbage) throws IOException {
        try (TestServer server = TestServer.saying(garbage)) {
            assertThat(http(server.port(), "/", LONG).healthy()).isFalse();
        }
    }

    @Test
    void http_endlessLine_isCutShort() throws IOException {
        try (TestServer server = TestServer.on("127.0.0.1", client -> {
            while (true) {
                TestServer.say(client.getOutputStream(), "x".repeat(1_000));
            }
        })) {
            Answer answer = http(server.port(), "/", LONG);
            assertThat(answer.healthy()).isFalse();
            assertThat(answer.text()).endsWith("no HTTP answer");
        }
    }

    @Test
    void http_closedWithoutAnAnswer_saysSo() throws IOException {
        try (TestServer server = TestServer.saying("")) {
            assertThat(http(server.port(), "/", LONG).text()).endsWith("closed without an answer");
        }
    }

    @Test
    void http_noAnswer_endsAtTheTimeout() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.on("127.0.0.1", client -> await(end))) {
            Answer answer = http(server.port(), "/", SHORT);
            assertThat(answer.text()).endsWith("no answer in 300ms");
            assertThat(answer.healthy()).isFalse();
        } finally {
            end.countDown();
        }
    }

    @Test
    void http_answerThatDrips_endsAtTheTimeoutOfTheWhole() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.on("127.0.0.1", client -> {
            // Each byte well within the timeout, all of them far beyond it.
            for (int n = 0; n < 200 && !within(end, 50); n++) {
                TestServer.say(client.getOutputStream(), "H");
            }
        })) {
            long begun = System.nanoTime();
            Answer answer = http(server.port(), "/", SHORT);

            assertThat(answer.text()).endsWith("no answer in 300ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        } finally {
            end.countDown();
        }
    }

    @Test
    void http_listensOnIpv6Only_isAskedThere() throws IOException {
        try (TestServer server =
                TestServer.on("::1", client -> TestServer.say(client.getOutputStream(), "HTTP/1.0 200 OK\r\n"))) {
            Answer answer = http(server.port(), "/", LONG);

            assertThat(answer.healthy()).as(answer.text()).isTrue();
            assertThat(answer.address()).isEqualTo("::1");
            assertThat(answer.text()).contains("[::1]:" + server.port());
        }
    }

    @Test
    void ask_nobodyListens_isRefused() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        for (Answer answer : new Answer[] {http(port, "/", LONG), tcp(port, LONG)}) {
            assertThat(answer.healthy()).isFalse();
            assertThat(answer.text()).endsWith("connection refused");
            assertThat(answer.address()).isEmpty();
        }
    }

    @Test
    void tcp_accepts_isHealthyThoughNothingIsSaid() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Answer answer = tcp(mute.getLocalPort(), LONG);
            assertThat(answer.healthy()).isTrue();
            assertThat(answer.address()).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @CsvSource({"V1, 50524f585920554e4b4e4f574e0d0a", "V2, 0d0a0d0a000d0a515549540a20000000"})
    void http_proxyProtocol_headerOfNoClientComesFirst(ProxyProtocol version, String header) throws IOException {
        try (TestServer server = TestServer.saying("HTTP/1.1 200 OK\r\n")) {
            Probe http = new Probe(Probe.Kind.HTTP, "web", "/", List.of(), LONG, LONG, 3);

            assertThat(ask(http, new Prober.Port(server.port(), version)).healthy())
                    .isTrue();

            String first = new String(HexFormat.of().parseHex(header), StandardCharsets.ISO_8859_1);
            assertThat(server.requests.peek()).startsWith(first + "GET / HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"V1, 50524f585920554e4b4e4f574e0d0a", "V2, 0d0a0d0a000d0a515549540a20000000", "NONE, ''"})
    void tcp_proxyProtocol_onlyTheHeaderIsSent(ProxyProtocol version, String header) throws IOException {
        Probe tcp = new Probe(Probe.Kind.TCP, "web", "", List.of(), LONG, LONG, 3);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            assertThat(ask(tcp, new Prober.Port(server.getLocalPort(), version)).healthy())
                    .isTrue();
            try (Socket probe = server.accept()) {
                assertThat(HexFormat.of().formatHex(probe.getInputStream().readAllBytes()))
                        .isEqualTo(header);
            }
        }
    }

    private static Answer http(int port, String path, Duration timeout) {
        return ask(new Probe(Probe.Kind.HTTP, "web", path, List.of(), timeout, timeout, 3), port);
    }

    private static Answer tcp(int port, Duration timeout) {
        return ask(new Probe(Probe.Kind.TCP, "web", "", List.of(), timeout, timeout, 3), port);
    }

    /** Drives one probe to its answer, as the prober's thread does. */
    private static Answer ask(Probe kind, int port) {
        return ask(kind, Prober.Port.of(port));
    }

    private static Answer ask(Probe kind, Prober.Port port) {
        try (Selector selector = Selector.open()) {
            LoopbackProbe probe = new LoopbackProbe(kind, port, "", ByteBuffer.allocate(64), System.nanoTime());
            AtomicReference<Optional<Answer>> answer = new AtomicReference<>(probe.begin(selector));
            while (answer.get().isEmpty() && System.nanoTime() - probe.deadline() < 0) {
                selector.select(key -> answer.set(probe.advance(selector)), 10);
            }
            Answer last = answer.get().orElseGet(probe::late);
            probe.close();
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch end) {
        within(end, 30_000);
    }

    private static boolean within(CountDownLatch end, long ms) {
        try {
            return end.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.net.Ipv6;
import dev.launcho.core.text.StatusCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackProbeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
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
        "101 Switching Protocols, false"
    })
    void http_eachStatus_isHealthyFrom200To399(String status, boolean healthy) throws IOException {
        try (TestServer server = TestServer.saying("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
            ProbeAnswer answer = http(server.port(), "/health?deep=1", LONG);

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
            ProbeAnswer answer = http(server.port(), "/", LONG);
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
    void http_resetWithoutAnAnswer_saysSo() throws IOException {
        try (TestServer server = TestServer.on("127.0.0.1", client -> client.setSoLinger(true, 0))) {
            ProbeAnswer answer = http(server.port(), "/", SHORT);
            for (int tries = 0; tries < 20 && answer.text().endsWith("no answer in 300ms"); tries++) {
                // A kernel that is busy may throw a reset away, and nobody sends it again.
                answer = http(server.port(), "/", SHORT);
            }
            assertThat(answer.text()).endsWith("reset without an answer");
            assertThat(answer.address()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void http_interimAnswers_areSkipped() throws IOException {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n";
        try (TestServer server =
                TestServer.saying("HTTP/1.1 100 Continue\r\n\r\n" + hints.repeat(1_000) + "HTTP/1.1 200 OK\r\n\r\n")) {
            ProbeAnswer answer = http(server.port(), "/", LONG);

            assertThat(answer.healthy()).as(answer.text()).isTrue();
            assertThat(answer.text()).endsWith(": 200 OK");
        }
    }

    @Test
    void http_noAnswer_endsAtTheTimeout() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.on("127.0.0.1", client -> await(end))) {
            ProbeAnswer answer = http(server.port(), "/", SHORT);
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
            String line = "HTTP/1.1 200 " + "O".repeat(200);
            for (int n = 0; n < 200 && !within(end, 50); n++) {
                TestServer.say(client.getOutputStream(), line.substring(n, n + 1));
            }
        })) {
            long begun = System.nanoTime();
            ProbeAnswer answer = http(server.port(), "/", SHORT);

            assertThat(answer.text()).endsWith("no answer in 300ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        } finally {
            end.countDown();
        }
    }

    @Test
    void http_listensOnIpv6Only_isAskedThere() throws IOException {
        Ipv6.needed();
        try (TestServer server =
                TestServer.on("::1", client -> TestServer.say(client.getOutputStream(), "HTTP/1.0 200 OK\r\n"))) {
            ProbeAnswer answer = http(server.port(), "/", LONG);

            assertThat(answer.healthy()).as(answer.text()).isTrue();
            assertThat(answer.address()).isEqualTo("::1");
            assertThat(answer.text()).contains("[::1]:" + server.port());
        }
    }

    @Test
    void ask_nobodyListens_isRefused() throws IOException {
        try (Socket held = new Socket()) {
            // Bound and without a listener, so that nobody else comes to listen there.
            held.bind(new InetSocketAddress(0));
            int port = held.getLocalPort();
            for (ProbeAnswer answer : new ProbeAnswer[] {http(port, "/", LONG), tcp(port, LONG)}) {
                assertThat(answer.healthy()).isFalse();
                assertThat(answer.text()).endsWith("connection refused");
                assertThat(answer.address()).isEmpty();
            }
        }
    }

    @Test
    void tcp_accepts_isHealthyThoughNothingIsSaid() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            ProbeAnswer answer = tcp(mute.getLocalPort(), LONG);
            assertThat(answer.healthy()).isTrue();
            assertThat(answer.address()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void http_hostAndHeaders_areSent() throws IOException {
        Map<String, String> headers = Map.of("X-Forwarded-Proto", "https", "user-agent", "kube", "X-Name", "grüße");
        HttpCheck check = new HttpCheck(HttpCheck.Scheme.HTTP, "app.example.com:80", headers, StatusCodes.USUAL);
        try (TestServer server = TestServer.saying("HTTP/1.1 200 OK\r\n")) {
            ask(http("/", check), server.port());

            String sent =
                    new String(server.requests.element().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            assertThat(sent)
                    .startsWith("GET / HTTP/1.1\r\nHost: app.example.com:80\r\n")
                    .contains("\r\nX-Forwarded-Proto: https\r\n", "\r\nX-Name: grüße\r\n", "\r\nAccept: */*\r\n")
                    .containsOnlyOnce("kube")
                    .doesNotContain("launcho", "localhost")
                    .endsWith("\r\nConnection: close\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"200, true", "299, true", "300, false", "401, true", "404, false"})
    void http_statusesOfItsOwn_decide(int status, boolean healthy) throws IOException {
        HttpCheck check = new HttpCheck(HttpCheck.Scheme.HTTP, "", Map.of(), StatusCodes.parse("200-299,401"));
        try (TestServer server = TestServer.saying("HTTP/1.1 " + status + "\r\n")) {
            assertThat(ask(http("/", check), server.port()).healthy()).isEqualTo(healthy);
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

    private static ProbeAnswer http(int port, String path, Duration timeout) {
        return ask(new Probe(Probe.Kind.HTTP, "web", path, List.of(), timeout, timeout, 3), port);
    }

    private static Probe http(String path, HttpCheck check) {
        return new Probe(Probe.Kind.HTTP, "web", path, List.of(), LONG, LONG, 3, check);
    }

    private static ProbeAnswer tcp(int port, Duration timeout) {
        return ask(new Probe(Probe.Kind.TCP, "web", "", List.of(), timeout, timeout, 3), port);
    }

    /** Drives one probe to its answer, as the prober's thread does. */
    private static ProbeAnswer ask(Probe kind, int port) {
        return ask(kind, Prober.Port.of(port));
    }

    private static ProbeAnswer ask(Probe kind, Prober.Port port) {
        return ProbeRun.of(kind, port);
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

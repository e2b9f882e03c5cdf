package dev.launcho.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.HttpCheck;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.core.text.StatusCodes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks by HTTPS, against servers as they are met. */
class HttpsProbeTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    static Path dir;

    private static SSLContext elliptic;
    private static SSLContext expired;

    @BeforeAll
    static void certificates() throws Exception {
        elliptic = TlsServer.certificate(dir, "-keyalg", "EC", "-groupname", "secp256r1");
        expired = TlsServer.certificate(
                dir, "-keyalg", "RSA", "-keysize", "2048", "-startdate", "-10d", "-validity", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void https_eachVersion_anyCertificateIsTaken(String version) throws Exception {
        for (SSLContext certificate : List.of(elliptic, expired)) {
            try (TlsServer server = TlsServer.on(
                    certificate,
                    client -> TestServer.say(client.getOutputStream(), OK),
                    p -> p.setProtocols(new String[] {version}))) {
                ProbeAnswer answer = ask(check(""), LONG, server.port());

                assertThat(answer.healthy()).as(answer.text()).isTrue();
                assertThat(answer.text()).isEqualTo("GET /h on 127.0.0.1:" + server.port() + ": 200 OK");
                assertThat(server.protocols).containsExactly(version);
                assertThat(server.requests.peek())
                        .startsWith("GET /h HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n")
                        .endsWith("\r\n\r\n");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', localhost",
        "app.example.com, app.example.com",
        "app.example.com:8443, app.example.com",
        "app.example.com., app.example.com",
        "10.0.0.1.example, 10.0.0.1.example",
        "10.0.0.1, ''",
        "10.0.0.1:8443, ''",
        "10.0.0.12, ''",
        "10.0.0.12., ''",
        "192.168.1.110, ''",
        "192.168.1.10:8443, ''",
        "10.0.0.12.example, 10.0.0.12.example",
        "'[::1]', ''",
        "'[::1]:8443', ''"
    })
    void https_host_isTheNameThatIsAskedFor(String host, String name) throws Exception {
        try (TlsServer server = TlsServer.saying(elliptic, OK)) {
            ProbeAnswer answer = ask(check(host), LONG, server.port());

            assertThat(answer.healthy()).as(answer.text()).isTrue();
            assertThat(server.names).containsExactly(name);
            assertThat(server.requests.peek())
                    .contains("\r\nHost: " + (host.isEmpty() ? "localhost:" + server.port() : host) + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void https_clientCertificateIsDemanded_saysSo(String version) throws Exception {
        try (TlsServer server = TlsServer.on(elliptic, client -> TestServer.say(client.getOutputStream(), OK), p -> {
            p.setProtocols(new String[] {version});
            p.setNeedClientAuth(true);
        })) {
            ProbeAnswer answer = ask(check(""), LONG, server.port());

            assertThat(answer.healthy()).isFalse();
            assertThat(answer.text()).contains("it asks for a client certificate");
        }
    }

    @Test
    void https_clientCertificateIsWanted_noneWillDo() throws Exception {
        try (TlsServer server = TlsServer.on(
                elliptic, client -> TestServer.say(client.getOutputStream(), OK), p -> p.setWantClientAuth(true))) {
            ProbeAnswer answer = ask(check(""), LONG, server.port());

            assertThat(answer.healthy()).as(answer.text()).isTrue();
        }
    }

    @Test
    void https_serverSpeaksAnotherProtocolInIt_saysWhatFailed() throws Exception {
        try (TlsServer server = TlsServer.on(
                elliptic,
                client -> TestServer.say(client.getOutputStream(), OK),
                p -> p.setApplicationProtocols(new String[] {"h2"}))) {
            ProbeAnswer answer = ask(check(""), LONG, server.port());

            assertThat(answer.text()).contains("TLS handshake failed: ").contains("no_application_protocol");
        }
    }

    @Test
    void https_interimAnswersByteByByte_finalOneDecides() throws Exception {
        String answers = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".repeat(20) + "HTTP/1.1 503 Not yet\r\n\r\n";
        try (TlsServer server = TlsServer.on(
                elliptic,
                client -> {
                    OutputStream out = client.getOutputStream();
                    for (byte b : answers.getBytes(StandardCharsets.ISO_8859_1)) {
                        out.write(b);
                    }
                },
                p -> {})) {
            ProbeAnswer answer = ask(check(""), LONG, server.port());

            assertThat(answer.healthy()).isFalse();
            assertThat(answer.text()).endsWith(": 503 Not yet");
        }
    }

    @Test
    void https_hugeAnswersAndRequests_passWhole() throws Exception {
        String answers =
                ("HTTP/1.1 103 " + "x".repeat(30_000) + "\r\n" + "X: y\r\n".repeat(5_000) + "\r\n").repeat(5) + OK;
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        for (int n = 0; n < 10; n++) {
            headers.put("X-" + n, "y".repeat(4096));
        }
        AtomicInteger read = new AtomicInteger(-1);
        try (TlsServer server = TlsServer.on(
                elliptic,
                client -> {
                    // What came with the first read is counted by the test.
                    int last = 0;
                    int more = 0;
                    while (last < 4 && more >= 0) {
                        more = client.getInputStream().read();
                        last = more == (last % 2 == 0 ? '\r' : '\n') ? last + 1 : 0;
                        read.incrementAndGet();
                    }
                    TestServer.say(client.getOutputStream(), answers);
                },
                p -> {})) {
            HttpCheck check = new HttpCheck(HttpCheck.Scheme.HTTPS, "", headers, StatusCodes.USUAL);
            ProbeAnswer answer = ask(check, LONG, server.port());

            assertThat(answer.healthy()).as(answer.text()).isTrue();
            assertThat(server.requests.element().length() + read.get()).isGreaterThan(10 * 4096);
        }
    }

    @Test
    void https_plainServer_saysSo() throws IOException {
        try (TestServer server = TestServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertThat(ask(check(""), LONG, server.port()).text())
                    .endsWith(": it answers plain HTTP: health.scheme: http");
        }
    }

    /** Not every server can read it, but it is asked for all the same. */
    @Test
    void https_nameWithAnUnderscore_isAskedFor() throws IOException {
        try (TestServer server = TestServer.saying("")) {
            ask(check("under_score.example:8443"), LONG, server.port());

            assertThat(server.requests.peek())
                    .contains("\0\u0013under_score.example")
                    .contains("http/1.1");
        }
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("SSH-2.0-OpenSSH_9\r\n", "it does not speak TLS"),
                Arguments.of("<html>", "it does not speak TLS"),
                Arguments.of("", "closed in the TLS handshake"),
                Arguments.of("\u0016\u0003", "closed in the TLS handshake"),
                Arguments.of("\u0015\u0003\u0003\0\u0002\u0002\u0028", "TLS handshake failed: "),
                Arguments.of("\u0016\u0003\u0003\0\u0005hello", "TLS handshake failed: "),
                Arguments.of("\u0016\u0003\u0003\u00ff\u00ff" + "x".repeat(70_000), "TLS handshake failed: "));
    }

    @ParameterizedTest
    @MethodSource("others")
    void https_whatIsNoTls_saysSo(String bytes, String problem) throws IOException {
        try (TestServer server = TestServer.saying(bytes)) {
            ProbeAnswer answer = ask(check(""), LONG, server.port());

            assertThat(answer.healthy()).isFalse();
            assertThat(answer.text()).contains(": " + problem);
        }
    }

    @Test
    void https_mute_endsAtTheTimeout() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.on("127.0.0.1", client -> waitFor(end))) {
            // The time runs once the hello is there: until then this machine may be as slow as it likes.
            LongSupplier sinceTheHello = new LongSupplier() {
                private final long started = System.nanoTime();
                private long begun;

                @Override
                public long getAsLong() {
                    long now = System.nanoTime();
                    boolean waits = server.requests.isEmpty() && now - started < TimeUnit.SECONDS.toNanos(60);
                    begun = waits ? now : begun;
                    return now - begun;
                }
            };
            ProbeAnswer answer = ProbeRun.of(probe(check(""), SHORT), Prober.Port.of(server.port()), sinceTheHello);
            assertThat(answer.text()).endsWith("no answer to the TLS hello in 300ms");
        } finally {
            end.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({"V1, 50524f585920554e4b4e4f574e0d0a", "V2, 0d0a0d0a000d0a515549540a20000000"})
    void https_proxyProtocol_headerComesBeforeTheHello(ProxyProtocol version, String header) throws IOException {
        try (TestServer server = TestServer.saying("")) {
            ProbeRun.of(probe(check(""), LONG), new Prober.Port(server.port(), version));

            String hex = HexFormat.of().formatHex(server.requests.element().getBytes(StandardCharsets.ISO_8859_1));
            assertThat(hex).startsWith(header);
            // Maybe in a piece of its own.
            assertThat(hex.substring(header.length())).matches("(1603.*)?");
        }
    }

    @Test
    void http_tlsServer_saysSo() throws Exception {
        try (TlsServer server = TlsServer.saying(elliptic, OK)) {
            HttpCheck plain = HttpCheck.USUAL;

            assertThat(ask(plain, LONG, server.port()).text()).endsWith("it speaks TLS: health.scheme: https");
        }
    }

    /** Each has a handshake of its own to do, some never come to its end, and the others are asked in time all the same. */
    @Test
    void https_manyAtOnce_delayNobody() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        ConcurrentLinkedQueue<InstanceId> healthy = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger plain = new AtomicInteger();
        Prober.Listener listener = new Prober.Listener() {
            @Override
            public void probed(InstanceId id, boolean ok, ProbeResult answer, String address) {
                if (ok) {
                    healthy.add(id);
                }
            }

            @Override
            public void asked(InstanceId id, boolean ok, ProbeResult answer, long micros) {
                if (id.name().startsWith("plain")) {
                    plain.incrementAndGet();
                }
                if (!ok && !id.name().startsWith("mute")) {
                    failures.add(id + " " + answer.sentence());
                }
            }
        };
        Duration often = Duration.ofSeconds(1);
        try (TlsServer server = TlsServer.saying(elliptic, OK);
                TestServer mute = TestServer.on("127.0.0.1", client -> waitFor(end));
                TestServer good = TestServer.saying(OK);
                Prober prober = new SocketProber(new FakeWitness(), listener)) {
            for (int n = 0; n < 60; n++) {
                prober.watch(id("tls", n), probe(check(""), LONG), Prober.Port.of(server.port()), often);
                prober.watch(id("mute", n), probe(check(""), SHORT), Prober.Port.of(mute.port()), often);
            }
            prober.watch(id("plain", 0), probe(HttpCheck.USUAL, LONG), Prober.Port.of(good.port()), SHORT);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> healthy.stream().distinct().count() == 61);
            await().atMost(LONG).until(() -> plain.get() >= 5);
            assertThat(failures).isEmpty();
        } finally {
            end.countDown();
        }
    }

    private static InstanceId id(String what, int number) {
        return new InstanceId(what + "-otter-" + number);
    }

    private static HttpCheck check(String host) {
        return new HttpCheck(HttpCheck.Scheme.HTTPS, host, Map.of(), StatusCodes.USUAL);
    }

    private static Probe probe(HttpCheck check, Duration timeout) {
        return new Probe(Probe.Kind.HTTP, "web", "/h", List.of(), timeout, timeout, 3, check);
    }

    private static ProbeAnswer ask(HttpCheck check, Duration timeout, int port) {
        return ProbeRun.of(probe(check, timeout), Prober.Port.of(port));
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

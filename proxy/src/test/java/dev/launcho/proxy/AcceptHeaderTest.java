package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.model.ProxyProtocol;
import dev.launcho.proxy.listen.ConnectTimeouts;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code accept_proxy}: a trusted proxy in front says whose connection it is. */
@ExtendWith(RepeatedAfterLoss.class)
class AcceptHeaderTest extends BalancerFixture {
    private static final String V1 = "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String V2 = SIGNATURE + "2111000c" + "cb007107" + "c6336401" + "9c4001bb";
    private static final Duration HEADER = Duration.ofMillis(500);

    private CompletableFuture<String> seen = new CompletableFuture<>();

    @Override
    void forget() {
        seen = new CompletableFuture<>();
    }

    /** Headers have to come within {@link #HEADER}. */
    private void restartWithoutPatience() {
        restart(new ConnectTimeouts(PATIENT.connect(), PATIENT.connects(), HEADER));
    }

    @Test
    void patience_asPromised_isFiveSeconds() {
        assertThat(ConnectTimeouts.USUAL.header()).isEqualTo(Duration.ofSeconds(5));
    }

    private TestBackend recording() throws IOException {
        return backend(
                "a",
                socket ->
                        seen.complete(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)));
    }

    private String seen() throws Exception {
        return seen.get(30, TimeUnit.SECONDS);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private TestClient sends(byte[] bytes) throws IOException {
        TestClient client = connect();
        client.out().write(bytes);
        return client;
    }

    @Test
    void v1_isTakenOff_andPassedOnAsV2() throws Exception {
        serve(Rules.relay(ProxyProtocol.V2, "127.0.0.0/8"), recording().active());

        connect().send(V1 + "hello").finish();

        assertThat(seen()).isEqualTo(new String(hex(V2), StandardCharsets.ISO_8859_1) + "hello");
        awaitActive(0);
    }

    @Test
    void v2_isTakenOff_andPassedOnAsV1() throws Exception {
        serve(Rules.relay(ProxyProtocol.V1, "127.0.0.0/8"), recording().active());

        sends(hex(V2)).send("hello").finish();

        assertThat(seen()).isEqualTo(V1 + "hello");
    }

    @Test
    void headerOnly_isTakenOff() throws Exception {
        serve(Rules.accept("127.0.0.0/8"), recording().active());

        connect().send(V1 + "hello").finish();

        assertThat(seen()).isEqualTo("hello");
        awaitActive(0);
        assertThat(counted().bytesIn())
                .as("what came with the header is the client's")
                .isEqualTo(5);
    }

    @Test
    void v2WithExtensions_theyAreLeftOut() throws Exception {
        serve(Rules.relay(ProxyProtocol.V1, "127.0.0.1"), recording().active());
        String noop = "04" + "0007" + "00000000000000";

        sends(hex(SIGNATURE + "21110016" + V2.substring(32) + noop)).send("x").finish();

        assertThat(seen()).isEqualTo(V1 + "x");
    }

    @Test
    void byteByByte_isTheSame() throws Exception {
        serve(Rules.relay(ProxyProtocol.V1, "127.0.0.1"), recording().active());
        TestClient client = connect();
        client.socket().setTcpNoDelay(true);
        for (byte each : hex(V2)) {
            client.out().write(each);
        }

        client.send("hello").finish();

        assertThat(seen()).isEqualTo(V1 + "hello");
    }

    @Test
    void muchBehindTheHeader_allOfItArrives() throws Exception {
        serve(Rules.accept("127.0.0.1"), recording().active());
        String body = "0123456789".repeat(300_000);

        connect().send(V1 + body).finish();

        assertThat(seen()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "v2: LOCAL", "v2: unix sockets"})
    void noClient_itIsThePeerItself(String kind) throws Exception {
        serve(Rules.relay(ProxyProtocol.V1, "127.0.0.0/8"), recording().active());
        byte[] header = switch (kind) {
            case "v2: LOCAL" -> hex(SIGNATURE + "20000000");
            case "v2: unix sockets" -> hex(SIGNATURE + "213100d8" + "2f".repeat(216));
            default -> kind.getBytes(StandardCharsets.US_ASCII);
        };

        TestClient client = sends(header).send("x").finish();

        assertThat(seen())
                .isEqualTo("PROXY TCP4 127.0.0.1 127.0.0.1 " + client.socket().getLocalPort() + " " + web.port()
                        + "\r\nx");
    }

    @Test
    void otherPeer_itsBytesAreTheApplications() throws Exception {
        serve(
                Rules.relay(ProxyProtocol.V1, "10.0.0.0/8", "::1/128"),
                recording().active());

        TestClient client = connect().send(V1 + "hello").finish();

        assertThat(seen())
                .isEqualTo("PROXY TCP4 127.0.0.1 127.0.0.1 " + client.socket().getLocalPort() + " " + web.port()
                        + "\r\n" + V1 + "hello");
    }

    @Test
    void serverSpeaksFirst_afterTheHeader() throws Exception {
        serve(Rules.accept("127.0.0.1"), echo("a").active());
        TestClient client = connect();
        client.socket().setSoTimeout(100);
        assertThat(hearsNothing(client)).isTrue();

        client.socket().setSoTimeout(TestClient.PATIENCE_MILLIS);
        client.send(V1);

        assertThat(client.line()).isEqualTo("a");
    }

    @Test
    void held_headerAndRequestCameTogether_areServedWhenReleased() throws Exception {
        serve(Rules.accept("127.0.0.1"), HOLD);
        TestClient client = connect().send(V1 + "request").finish();
        awaitHeld(1);

        serve(Rules.accept("127.0.0.1"), HOLD, echo("a").active());

        assertThat(client.rest()).isEqualTo("a\nrequest");
    }

    @Test
    void held_nothingBehindTheHeader_clientCloses_placeIsFree() throws Exception {
        serve(Rules.accept("127.0.0.1"), HOLD);
        TestClient client = connect().send(V1);
        awaitHeld(1);

        client.close();

        awaitHeld(0);
    }

    @Test
    void malformed_isResetAtOnce_andCounted() throws Exception {
        TestBackend a = echo("a");
        serve(Rules.accept("127.0.0.0/8"), a.active());
        byte[][] wrong = {
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
            "PROXY TCP4 203.0.113.7 198.51.100.1 70000 443\r\n".getBytes(StandardCharsets.US_ASCII),
            ("PROXY TCP4 " + "1".repeat(200)).getBytes(StandardCharsets.US_ASCII),
            hex(SIGNATURE + "2111fff0")
        };

        for (byte[] header : wrong) {
            long before = System.nanoTime();
            assertThat(sends(header).isReset()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENT.header());
        }

        assertThat(rejected()).isEqualTo(wrong.length);
        assertThat(counted().accepted()).isEqualTo(wrong.length);
        assertThat(counted().refused()).isZero();
        assertThat(a.accepted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\r"})
    void neverEnding_isResetWhenItsTimeIsOver(String part) throws Exception {
        restartWithoutPatience();
        serve(Rules.accept("127.0.0.0/8"), echo("a").active());
        long before = System.nanoTime();

        assertThat(isResetAfter(connect(), part)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(HEADER.minusMillis(20), Duration.ofSeconds(20));
        assertThat(rejected()).isEqualTo(1);
    }

    /** On a machine that stands still, its time may be over before it has sent anything. */
    private static boolean isResetAfter(TestClient client, String part) throws IOException {
        try {
            client.send(part);
        } catch (SocketException reset) {
            return true;
        }
        return client.isReset();
    }

    /** A byte now and then doesn't win time. */
    @Test
    void dripping_isResetWhenItsTimeIsOver() throws Exception {
        restartWithoutPatience();
        serve(Rules.accept("127.0.0.0/8"), echo("a").active());
        String header = "PROXY TCP6 " + "1".repeat(90);
        int sent = 0;
        // Fewer than two if the machine has stood still.
        for (int i = 1; sent < 2; i++) {
            assertThat(i).as("attempts").isLessThan(20);
            long before = System.nanoTime();
            TestClient client = connect();
            client.socket().setSoTimeout(50);

            sent = 0;
            while (sent < header.length() && drips(client, header.charAt(sent))) {
                sent++;
            }

            assertThat(sent).as("bytes sent, 50 ms apart").isLessThan(header.length());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(HEADER.minusMillis(20));
            assertThat(rejected()).isEqualTo(i);
        }
    }

    /** @return whether the connection was still there some time later */
    private static boolean drips(TestClient client, char next) {
        try {
            client.send(String.valueOf(next));
            return hearsNothing(client);
        } catch (IOException reset) {
            return false;
        }
    }

    @Test
    void clientEndsWithinTheHeader_isReset() throws Exception {
        serve(Rules.accept("127.0.0.0/8"), echo("a").active());

        TestClient client = connect().send("PROXY TCP4 ").finish();

        assertThat(client.isReset()).isTrue();
        assertThat(rejected()).isEqualTo(1);
    }

    @Test
    void clientResetsWithinTheHeader_nothingIsLeft() throws Exception {
        serve(Rules.accept("127.0.0.0/8"), echo("a").active());
        long before = OpenFiles.count();

        for (int i = 0; i < 50; i++) {
            connect().send("PROXY ").reset();
        }

        await().atMost(SOON).until(() -> counted().accepted() == 50);
        OpenFiles.awaitAtMost(before);
        assertThat(counted().active()).isZero();
    }

    /** As HAProxy, keepalived and nginx check a port: connect, and close or reset. */
    @ParameterizedTest
    @ValueSource(strings = {"close", "finish", "reset"})
    void outerCheck_noByte_isNoWrongHeader(String how) throws Exception {
        serve(Rules.accept("127.0.0.0/8"), echo("a").active());
        long before = OpenFiles.count();
        try (LoggedWarnings warnings = new LoggedWarnings()) {
            for (int i = 0; i < 20; i++) {
                TestClient check = connect();
                switch (how) {
                    case "close" -> check.close();
                    case "finish" -> {
                        assertThat(check.finish().isReset()).isTrue();
                        check.close();
                    }
                    default -> check.reset();
                }
            }
            await().atMost(SOON).until(() -> counted().accepted() == 20);
            OpenFiles.awaitAtMost(before);

            assertThat(warnings.lines()).isEmpty();
        }
        assertThat(rejected()).isZero();
        assertThat(counted().refused()).isZero();
        assertThat(counted().active()).isZero();
    }

    private long rejected() {
        return counted().rejected();
    }

    private static boolean hearsNothing(TestClient client) throws IOException {
        try {
            client.in().read();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        }
    }
}

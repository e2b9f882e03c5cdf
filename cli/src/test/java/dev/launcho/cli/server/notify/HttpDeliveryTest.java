package dev.launcho.cli.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.notify.DeliveryResult.Outcome;
import dev.launcho.core.config.NotifyTemplate;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver gets, and what the worst of receivers can do. */
@Tag("attack")
class HttpDeliveryTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private static HttpDelivery delivery(Duration patience) {
        return new HttpDelivery("host-1", InstantSource.fixed(NOW), patience, SSLContext::getDefault);
    }

    private static NotifyMessage message(String text) {
        return new NotifyMessage("id-1", "recovered", "unhealthy", "id-0", "web", "brave-otter", 7, text, NOW);
    }

    private static DeliveryResult send(String url, Duration patience) throws Exception {
        try (HttpDelivery delivery = delivery(patience)) {
            return delivery.send(LoopbackReceiver.endpoint(url, ""), message("it happened"));
        }
    }

    @Test
    void send_jsonWithSecret_isTypedAndSigned() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start();
                HttpDelivery delivery = delivery(SOON)) {
            DeliveryResult result =
                    delivery.send(LoopbackReceiver.endpoint(receiver.url(), "s3cret"), message("it happened"));

            assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(result.answer()).isEqualTo("ok");
            LoopbackReceiver.Got got = receiver.got().get(0);
            assertThat(got.path()).isEqualTo("/hook/path-key");
            JsonObject body = Json.parse(got.body());
            assertThat(body)
                    .containsEntry("id", "id-1")
                    .containsEntry("kind", "recovered")
                    .containsEntry("trouble", "unhealthy")
                    .containsEntry("opened", "id-0")
                    .containsEntry("server", "host-1")
                    .containsEntry("process", "web")
                    .containsEntry("instance", "brave-otter")
                    .containsEntry("revision", 7)
                    .containsEntry("at", NOW.toString())
                    .containsEntry("text", "it happened")
                    .hasSize(10);
            assertThat(got.header("X-launcho-id")).isEqualTo("id-1");
            assertThat(got.header("X-launcho-timestamp")).isEqualTo("1790000000");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] hash = mac.doFinal(("1790000000." + got.body()).getBytes(StandardCharsets.UTF_8));
            assertThat(got.header("X-launcho-signature"))
                    .isEqualTo("sha256=" + HexFormat.of().formatHex(hash));
            assertThat(got.headers()).doesNotContainKeys("Upgrade", "Authorization");
        }
    }

    @Test
    void send_textsOfOthers_callNobody() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start();
                HttpDelivery delivery = delivery(SOON)) {
            String evil = "<!channel> @all \"&\n[pay](https://evil.example) `x`";
            for (NotifyTemplate template : List.of(NotifyTemplate.SLACK, NotifyTemplate.DISCORD)) {
                delivery.send(LoopbackReceiver.endpoint(receiver.url(), "", template), message(evil));
            }
            String link = "(pay)(https:\u200b//evil.example) 'x'";
            assertThat(Json.parse(receiver.got().get(0).body()))
                    .containsEntry("text", "host-1: &lt;!channel&gt; @\u200ball \"&amp;\n" + link)
                    .hasSize(1);
            JsonObject discord = Json.parse(receiver.got().get(1).body());
            assertThat(discord)
                    .containsEntry("content", "host-1: <!channel> @\u200ball \"&\n" + link)
                    .hasSize(2);
            assertThat(discord.getObject("allowed_mentions").getArray("parse")).isEmpty();
            assertThat(receiver.got().get(0).header("X-launcho-signature")).isEmpty();
        }
    }

    @Test
    void send_userInTheUrl_isBasicAuthorization() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start()) {
            send(receiver.url().replace("//", "//ana:pw@"), SOON);

            assertThat(receiver.got().get(0).header("Authorization"))
                    .isEqualTo(
                            "Basic " + Base64.getEncoder().encodeToString("ana:pw".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void send_redirect_isNotFollowed() throws Exception {
        try (LoopbackReceiver other = LoopbackReceiver.start();
                LoopbackReceiver receiver = LoopbackReceiver.start(exchange -> {
                    exchange.getResponseHeaders().set("Location", other.url());
                    LoopbackReceiver.answer(exchange, 307, "");
                })) {
            DeliveryResult result = send(receiver.url(), SOON);

            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.problem()).isEqualTo("it answers 307, a redirect, which is not followed");
            assertThat(other.got()).isEmpty();
        }
    }

    @Test
    void send_answerWithoutEnd_isReadToItsBound() throws Exception {
        AtomicLong written = new AtomicLong();
        try (LoopbackReceiver receiver = LoopbackReceiver.start(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[64 * 1024];
            Arrays.fill(piece, (byte) 'x');
            while (true) { // Until the connection is closed.
                exchange.getResponseBody().write(piece);
                written.addAndGet(piece.length);
            }
        })) {
            DeliveryResult result = send(receiver.url(), SOON);

            assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(result.answer()).hasSize(BoundedAnswer.MOST);
            assertThat(written.get()).isLessThan(64L * 1024 * 1024);
        }
    }

    @Test
    void send_receiverThatNeverAnswers_failsInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            DeliveryResult result =
                    send("http://127.0.0.1:" + silent.getLocalPort() + "/path-key", Duration.ofSeconds(1));

            assertThat(result.outcome()).isEqualTo(Outcome.RETRY);
            assertThat(result.problem()).isEqualTo("it has not answered within 1 s");
        }
    }

    @Test
    void send_bodyThatDripsForEver_failsInTime() throws Exception {
        try (LoopbackReceiver receiver = LoopbackReceiver.start(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(SOON.toMillis()); // Ends when the receiver is closed.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            assertThat(send(receiver.url(), Duration.ofSeconds(1)).outcome()).isEqualTo(Outcome.RETRY);
        }
    }

    @Test
    void send_nobodyListens_isARetry() throws Exception {
        int port;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = once.getLocalPort();
        }
        DeliveryResult result = send("http://127.0.0.1:" + port + "/path-key", SOON);

        assertThat(result.outcome()).isEqualTo(Outcome.RETRY);
        assertThat(result.problem()).contains("the connection is refused").doesNotContain("path-key");
    }

    @Test
    void send_https_isTrustedByTheAuthoritiesOfTheFileOnly() throws Exception {
        Path store = dir.resolve("tls.p12");
        Path pem = dir.resolve("ca.pem");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=x", "-ext", "san=ip:127.0.0.1", "-keystore", store);
        keytool("-exportcert", "-rfc", "-file", pem, "-keystore", store);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        server.createContext("/", exchange -> LoopbackReceiver.answer(exchange, 204, ""));
        server.start();
        ReceiverEndpoint endpoint = LoopbackReceiver.endpoint(
                "https://127.0.0.1:" + server.getAddress().getPort() + "/", "");
        try (HttpDelivery strict = delivery(SOON);
                HttpDelivery trusting = new HttpDelivery(
                        "host-1", InstantSource.fixed(NOW), SOON, () -> SystemAuthorities.trusting(pem))) {
            assertThat(strict.send(endpoint, message("x")).problem()).startsWith("its certificate is not trusted");
            assertThat(trusting.send(endpoint, message("x")).outcome()).isEqualTo(Outcome.DELIVERED);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void send_authoritiesThatCantBeRead_isAFailureAndNoMore() throws Exception {
        Path bad = Files.writeString(dir.resolve("bad.pem"), "-----BEGIN CERTIFICATE-----\nx\n");
        try (HttpDelivery delivery =
                new HttpDelivery("host-1", InstantSource.fixed(NOW), SOON, () -> SystemAuthorities.trusting(bad))) {
            assertThat(delivery.send(LoopbackReceiver.endpoint("https://127.0.0.1:1/", ""), message("x"))
                            .problem())
                    .isEqualTo("the file of this machine's certificate authorities can't be used");
        }
    }

    private static void keytool(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.addAll(List.of("-storepass", "changeit", "-alias", "a"));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    private static SSLContext context(Path store) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(store.toFile())) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }
}
